import { once } from "node:events";
import { text } from "node:stream/consumers";
import { eventually, temporaryFolder } from "../api/support";
import { killCommands, runCommand, spawnCommand } from "./command";

const data = temporaryFolder();
afterAll(killCommands);

test.each([
  { args: ["--help"], expected: 0 },
  { args: ["start", "--help"], expected: 0 },
  { args: ["status", "--data", data], expected: 3 },
])("a reader of $args who leaves early changes nothing about exit code $expected", async ({ args, expected }) => {
  const child = spawnCommand(...args);
  child.stdout.destroy();
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect([said, code]).toEqual(["", expected]);
});

test("a platform goes on when nobody reads what its start says", async () => {
  const child = spawnCommand("start", "--data", data);
  child.stdout.destroy();
  await eventually(async () => (await runCommand("status", "--data", data)).code === 0);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});
