import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Platform, startPlatform } from "../../../platform/index";
import { createAlgorithm, eventually, pushChange, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
let platform: Platform;
let path: string;
beforeAll(async () => {
  // The test and the algorithm meet in a folder of this machine.
  platform = await startPlatform({ algorithms: { runner: { instancesPerVersion: 1, queueLimit: 1 }, isolation: "none" } });
  await createAlgorithm(platform, "gated");
  const commit = await pushChange(platform, folder, "gated", {
    "src/gated.py": `
import os, time
def apply(input):
    open(input + ".begun", "w").close()
    while not os.path.exists(input + ".go"):
        time.sleep(0.01)
    return input
`,
    "requirements.txt": "",
  });
  path = `/v1/algo/${platform.owner}/gated/${commit}`;
  await send(platform, "POST", `/v1/algorithms/${platform.owner}/gated/compile`);
});
afterAll(() => platform.close());

const call = (gate: string, query = "") =>
  send(platform, "POST", `${path}${query}`, { body: gate, headers: { "content-type": "text/plain" } });
const waiting = async () =>
  /^algorithmia_calls_waiting (\d+)$/m.exec((await send(platform, "GET", "/platform/metrics", { key: null })).text)![1];

test("a call past the queue's limit answers 429 with Retry-After, also when its caller would not wait for the answer", async () => {
  const [first, second, third] = ["a", "b", "c"].map((name) => join(folder, name)) as [string, string, string];
  const running = call(first);
  await eventually(() => existsSync(`${first}.begun`));
  const next = call(second);
  await eventually(async () => (await waiting()) === "1");

  for (const query of ["", "?output=void", "?output=raw"]) {
    const refused = await call(third, query);
    expect([refused.status, refused.headers["retry-after"], refused.json]).toEqual([
      429,
      "1",
      {
        error: {
          message: "Too many calls of algo://demo/gated, as many as may wait for an instance. Nothing of this one has run: try again.",
        },
      },
    ]);
  }
  for (const gate of [first, second, third]) writeFileSync(`${gate}.go`, "");
  expect([(await running).json.result, (await next).json.result]).toEqual([first, second]);
  expect(existsSync(`${third}.begun`)).toBe(false);
  expect((await call(third)).json.result).toBe(third);
});
