import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch, type Platform } from "../../platform/index";
import { cloneAddress, createAlgorithm, git, pushChange, scriptedEngines, send, temporaryFolder } from "../platform/api/support";

const folder = temporaryFolder();
let platform: Platform;
beforeAll(async () => {
  platform = await launch({}, scriptedEngines({}));
});
afterAll(() => platform.close());

const plainAddress = (name: string) => `${platform.gitUrl}/demo/${name}.git`;

test("the key is taken from an askpass program and leaves no trace in the clone", async () => {
  await createAlgorithm(platform, "asked");
  const askpass = join(folder, "askpass.sh");
  writeFileSync(askpass, `#!/bin/sh\ncase "$1" in Username*) echo demo ;; *) cat "${folder}/key" ;; esac\n`);
  writeFileSync(join(folder, "key"), platform.apiKey);
  chmodSync(askpass, 0o700);
  await git(folder, "-c", `core.askPass=${askpass}`, "clone", "--quiet", plainAddress("asked"), "asked");
  expect(readFileSync(join(folder, "asked", ".git", "config"), "utf8")).not.toContain(platform.apiKey);
});

test("a push in small chunks, compressed and without a length, arrives whole", async () => {
  await createAlgorithm(platform, "chunked");
  const clone = mkdtempSync(join(folder, "chunked-"));
  await git(folder, "clone", "--quiet", cloneAddress(platform, "chunked"), clone);
  const bytes = randomBytes(2_000_000);
  writeFileSync(join(clone, "data.bin"), bytes);
  await git(clone, "add", "data.bin");
  await git(clone, "commit", "--quiet", "-m", "data");
  await git(clone, "-c", "http.postBuffer=65536", "push", "--quiet");
  const again = mkdtempSync(join(folder, "again-"));
  await git(folder, "clone", "--quiet", "--depth=1", cloneAddress(platform, "chunked"), again);
  expect(readFileSync(join(again, "data.bin")).equals(bytes)).toBe(true);
});

test("fetch, pull and push of two clones work as with any host: the later one must fetch first", async () => {
  await createAlgorithm(platform, "shared");
  const [one, two] = [mkdtempSync(join(folder, "one-")), mkdtempSync(join(folder, "two-"))];
  for (const clone of [one, two]) await git(folder, "clone", "--quiet", cloneAddress(platform, "shared"), clone);
  const commit = async (clone: string, file: string) => {
    writeFileSync(join(clone, file), file);
    await git(clone, "add", file);
    await git(clone, "commit", "--quiet", "-m", file);
  };
  await commit(one, "a");
  await commit(two, "b");
  await git(one, "push", "--quiet");
  await expect(git(two, "push")).rejects.toThrow(/fetch first|non-fast-forward/);
  await git(two, "pull", "--quiet", "--rebase");
  await git(two, "push", "--quiet");
  expect(await git(one, "ls-remote", "origin", "refs/heads/master")).toContain(await git(two, "rev-parse", "HEAD"));
});

test("a long history is fetched by a clone that has half of it", async () => {
  await createAlgorithm(platform, "long");
  const clone = mkdtempSync(join(folder, "long-"));
  await git(folder, "clone", "--quiet", cloneAddress(platform, "long"), clone);
  const grow = async () => {
    for (let index = 0; index < 40; index++) await git(clone, "commit", "--quiet", "--allow-empty", "-m", `commit ${index}`);
    await git(clone, "push", "--quiet");
  };
  await grow();
  const other = mkdtempSync(join(folder, "other-"));
  await git(folder, "clone", "--quiet", cloneAddress(platform, "long"), other);
  await grow();
  await git(other, "pull", "--quiet");
  expect(await git(other, "rev-list", "--count", "HEAD")).toBe("81");
});

test("a cut answer fails the clone, and the next one works", async () => {
  await createAlgorithm(platform, "cut");
  await pushChange(platform, folder, "cut", { "data.txt": randomBytes(200_000).toString("hex") });
  const fault = { method: "POST", route: "/git/", cutResponseAfterBytes: 5_000, times: 2 };
  await send(platform, "POST", "/platform/faults", { key: platform.adminKey, body: fault });
  await expect(git(folder, "clone", "--quiet", cloneAddress(platform, "cut"), "cut-1")).rejects.toThrow(/error|fatal/);
  await send(platform, "DELETE", "/platform/faults", { key: platform.adminKey });
  await git(folder, "clone", "--quiet", cloneAddress(platform, "cut"), "cut-2");
});
