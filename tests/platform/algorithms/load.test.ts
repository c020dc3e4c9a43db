import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Platform, startPlatform } from "../../../platform/index";
import { createAlgorithm, eventually, pushChange, send, temporaryFolder } from "../api/support";
import { until } from "../builds/processes";

const folder = temporaryFolder();
const callers = 64;
const callsEach = 6;
let platform: Platform;
let commits: string[];
beforeAll(async () => {
  // The tests and the algorithm meet in a folder of this machine.
  platform = await startPlatform({ algorithms: { runner: { instancesPerVersion: 4 }, isolation: "none" } });
  await createAlgorithm(platform, "busy");
  commits = [];
  for (let number = 0; number < 3; number++) {
    const commit = await pushChange(platform, folder, "busy", { "src/busy.py": source(number), "requirements.txt": "" });
    commits.push(commit);
    await eventually(async () => (await call({}, commit)).json.result?.version === number);
  }
  await publish(0);
});
afterAll(() => platform.close());

const source = (number: number) => `
import os, time
def apply(input):
    gate = input.get("gate")
    if gate:
        open(gate + ".begun", "w").close()
        while not os.path.exists(gate + ".go"):
            time.sleep(0.01)
    return {"version": ${number}, "input": input}
`;

const call = (input: unknown, version = "") =>
  send(platform, "POST", `/v1/algo/${platform.owner}/busy/${version}`, { body: input, headers: { "content-type": "application/json" } });

async function publish(number: number) {
  const body = { settings: { algorithm_callability: "public" }, version_info: { version_type: "minor", git_hash: commits[number] } };
  const reply = await send(platform, "POST", `/v1/algorithms/${platform.owner}/busy/versions`, { body });
  expect([reply.status, reply.json.version_info?.git_hash]).toEqual([200, commits[number]]);
}

test("64 callers of 4 instances get their own answers while versions are published, and new calls get the new version at once", async () => {
  let published = 0;
  let answered = 0;
  const seen = new Set<number>();
  const caller = async (id: number) => {
    for (let number = 0; number < callsEach; number++) {
      const input = { caller: id, number };
      const least = published;
      const { status, json } = await call(input);
      expect([status, json.error, json.result?.input]).toEqual([200, undefined, input]);
      expect(json.result.version).toBeGreaterThanOrEqual(least);
      seen.add(json.result.version);
      answered += 1;
    }
  };
  const publisher = async () => {
    while (published < commits.length - 1) {
      const soon = ((published + 1) * callers * callsEach) / commits.length;
      await until(() => answered >= soon);
      await publish(published + 1);
      published += 1;
    }
  };
  await Promise.all([publisher(), ...Array.from({ length: callers }, (_, id) => caller(id))]);
  expect(answered).toBe(callers * callsEach);
  expect([...seen].sort()).toEqual([0, 1, 2]);
});

test("a call that runs while a version is published ends where it began", async () => {
  await pushChange(platform, folder, "busy", { "src/busy.py": source(3), "requirements.txt": "" }).then((commit) => commits.push(commit));
  await eventually(async () => (await call({}, commits[3])).json.result?.version === 3);
  const gate = join(folder, "gate");
  const running = call({ gate });
  await eventually(() => existsSync(`${gate}.begun`));
  await publish(3);
  expect((await call({})).json.result.version).toBe(3);
  writeFileSync(`${gate}.go`, "");
  expect((await running).json.result.version).toBe(2);
});
