import { send } from "../../api/support";
import { killCommands, runCommand, startCommand } from "../command";

afterAll(killCommands);

test("reference 3.5: start takes the status for calls without a key", async () => {
  const { platform } = await startCommand("--call-without-key", "401", "--call-depth", "3", "--temporary-data-seconds", "60");
  const headers = { "content-type": "application/json" };
  expect((await send(platform, "POST", "/v1/algo/demo/hello", { key: null, body: "1", headers })).status).toBe(401);
});

test.each([
  ["--call-depth", "0"],
  ["--account-calls", "none"],
  ["--child-calls", "-1"],
  ["--extra-instances", "1.5"],
  ["--temporary-data-seconds", "0"],
  ["--call-without-key", "500"],
])("start %s %s is not understood", async (...args) => {
  const { code, err } = await runCommand("start", ...args);
  expect([code, err]).toEqual([2, expect.stringContaining(args[0])]);
});
