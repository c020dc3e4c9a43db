import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { send, temporaryFolder } from "../api/support";
import { killCommands, runCommand, startCommand } from "./command";

const folder = temporaryFolder();
const data = join(folder, "data");
afterAll(killCommands);

test("seed --demo makes a stopped platform with an example that answers calls; a dry run makes nothing", async () => {
  const dry = await runCommand("seed", "--demo", "--data", data, "--dry-run");
  expect([dry.code, dry.err]).toEqual([0, ""]);
  expect(dry.out).toMatch(
    /^to create {2}collection data:\/\/demo\/sentiment\n[\s\S]*4 to create, 1 to change, 0 unchanged\. Nothing was written\.\n$/,
  );
  expect(existsSync(data)).toBe(false);

  const first = await runCommand("seed", "--demo", "--data", data);
  expect([first.code, first.err]).toEqual([0, ""]);
  expect(first.out).toContain("created    version demo/sentiment (0.1.0)\n4 created, 1 changed, 0 unchanged.\n");
  expect(first.out).toContain("curl $ALGORITHMIA_API/v1/algo/demo/sentiment");

  // On a running one over HTTPS, where nothing is left to do.
  const { platform } = await startCommand("--data", data, "--tls");
  const again = await runCommand("seed", "--demo", "--data", data, "--json");
  expect(JSON.parse(again.out)).toMatchObject({
    dryRun: false,
    outcomes: expect.arrayContaining([expect.objectContaining({ kind: "source", action: "keep" })]),
  });
  expect(JSON.parse(again.out).outcomes.map(({ action }: { action: string }) => action)).toEqual(["keep", "keep", "keep", "keep", "keep"]);
  const call = await send(platform, "POST", "/v1/algo/demo/sentiment", {
    body: "What a lovely, bright day",
    headers: { "content-type": "text/plain" },
  });
  expect(call.json).toMatchObject({ result: { sentiment: "positive", score: 3 } });
  expect((await runCommand("stop", "--data", data)).code).toBe(0);
});

test("what makes no sense is 2, what cannot be done is 1, and --help shows a declaration", async () => {
  for (const args of [
    [],
    ["--demo"],
    ["x.yaml", "--demo", "--data", data],
    ["--data", data],
    ["--demo", "--data", data, "--url", "http://x"],
  ]) {
    expect([args, (await runCommand("seed", ...args)).code]).toEqual([args, 2]);
  }
  const file = join(folder, "bad.yaml");
  writeFileSync(file, "user: []\n");
  const bad = await runCommand("seed", file, "--data", join(folder, "none"));
  expect([bad.code, bad.err]).toEqual([1, `algorithmia-platform: ${file}:1:1: user: there is no such key\n`]);
  expect(existsSync(join(folder, "none"))).toBe(false);
  const help = await runCommand("seed", "--help");
  expect([help.code, help.out]).toEqual([0, expect.stringMatching(/A declaration[\s\S]*Examples:[\s\S]*Exit codes:/)]);
});
