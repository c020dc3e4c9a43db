import { existsSync, mkdirSync, readdirSync, readlinkSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { create } from "tar";
import { cloneAddress, createAlgorithm, git, pushChange, send, temporaryFolder } from "../api/support";
import { killCommands, runCommand, startCommand } from "./command";

const folder = temporaryFolder();
afterAll(killCommands);

test("a snapshot restored elsewhere is the same platform: keys, files, repositories and links; a running one is refused", async () => {
  const [data, copy, file] = [join(folder, "data"), join(folder, "copy"), join(folder, "all.tar.gz")];
  const { child, platform } = await startCommand("--data", data);
  await send(platform, "POST", "/v1/data/.my", { body: { name: "models" } });
  await send(platform, "PUT", "/v1/data/.my/models/m", { body: "the model" });
  await createAlgorithm(platform, "kept");
  const commit = await pushChange(platform, folder, "kept", { "note.txt": "pushed" });
  const early = await runCommand("snapshot", file, "--data", data);
  expect([early.code, early.err]).toEqual([
    1,
    expect.stringContaining(`process id ${child.pid}. Stop it first: algorithmia-platform stop`),
  ]);
  expect((await runCommand("reset", "--data", data, "--yes")).code).toBe(1);
  expect((await runCommand("stop", "--data", data)).code).toBe(0);
  // As in a Python environment.
  mkdirSync(join(data, "environments", "e", "bin"), { recursive: true });
  symlinkSync("/usr/bin/python3", join(data, "environments", "e", "bin", "python"));

  expect(await runCommand("snapshot", file, "--data", data)).toMatchObject({ code: 0, err: "" });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await runCommand("snapshot", file, "--data", data)).toMatchObject({ code: 1, err: expect.stringContaining("exists") });
  expect(await runCommand("restore", file, "--data", copy)).toMatchObject({ code: 0, err: "" });
  expect(await runCommand("restore", file, "--data", copy)).toMatchObject({ code: 1, err: expect.stringContaining("is not empty") });
  expect(readlinkSync(join(copy, "environments", "e", "bin", "python"))).toBe("/usr/bin/python3");

  const again = await startCommand("--data", copy);
  expect([again.platform.apiKey, again.platform.adminKey]).toEqual([platform.apiKey, platform.adminKey]);
  expect((await send(again.platform, "GET", "/v1/data/.my/models/m")).text).toBe("the model");
  expect(await git(folder, "ls-remote", cloneAddress(again.platform, "kept"), "refs/heads/master")).toContain(commit);
  await runCommand("stop", "--data", copy);
});

test("reset asks for --yes, removes what the platform keeps and nothing else", async () => {
  const data = join(folder, "reset");
  const { ended } = await startCommand("--data", data);
  await runCommand("stop", "--data", data);
  await ended;
  writeFileSync(join(data, "mine.txt"), "");
  expect(await runCommand("reset", "--data", data)).toMatchObject({ code: 1, err: expect.stringContaining("Add --yes") });
  expect(existsSync(join(data, "platform.db"))).toBe(true);
  expect((await runCommand("reset", "--data", data, "--yes")).code).toBe(0);
  expect(readdirSync(data)).toEqual(["mine.txt"]);
  expect(await runCommand("reset", "--data", data, "--yes")).toMatchObject({
    code: 1,
    err: expect.stringContaining("not the data folder"),
  });
});

test.each([
  ["a file that is no archive", async (_source: string, file: string) => writeFileSync(file, "words")],
  ["an archive of something else", async (source: string, file: string) => create({ file, cwd: source }, ["other.txt"])],
  [
    "an archive that would write through a link",
    async (source: string, file: string) => {
      await create({ file, cwd: source }, ["files"]);
      const { replace } = await import("tar");
      await replace({ file, cwd: join(source, "second") }, ["files"]);
    },
  ],
])("%s is refused, and nothing is left", async (name, make) => {
  const work = join(folder, name.replaceAll(" ", "-"));
  const [source, outside, file, target] = ["source", "outside", "a.tar", "target"].map((part) => join(work, part)) as [
    string,
    string,
    string,
    string,
  ];
  mkdirSync(join(source, "files"), { recursive: true });
  mkdirSync(join(source, "second", "files", "link"), { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(source, "other.txt"), "");
  writeFileSync(join(source, "second", "files", "link", "evil"), "");
  symlinkSync(outside, join(source, "files", "link"));
  await make(source, file);
  const refused = await runCommand("restore", file, "--data", target);
  expect([refused.code, refused.err.trim().split("\n").length]).toEqual([1, 1]);
  expect(readdirSync(work).sort()).toEqual(["a.tar", "outside", "source"]);
  expect(readdirSync(outside)).toEqual([]);
});
