import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, configure, create, read } from "../../../../provider/handlers/model-version";
import { inspectModel } from "../../../../provider/model/inspect-model";
import { Hand } from "../../../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../../../support/platform";
import { type Fault, startTap, type Tap } from "../../../support/tap";

/** A refresh, as the engine asks for it: every request that it makes meets a fault in its turn. */

let platform: RunningPlatform;
let tap: Tap;
let folder: string;
let hand: Hand;
let id: string;
let outs: Record<string, unknown>;

beforeAll(async () => {
  platform = await startPlatformProcess();
  tap = await startTap(platform.url);
  folder = mkdtempSync(join(tmpdir(), "models-"));
  hand = await Hand.served(platform, "refreshed");
  const path = join(folder, "model.txt");
  writeFileSync(path, "model one");
  const { sha256: modelSha256, sizeBytes: modelBytes } = await inspectModel(path);
  const config: Record<string, string> = { "algorithmia:apiAddress": tap.url, "algorithmia:apiKey": platform.apiKey };
  await configure({ config: { get: (key) => config[key] } });
  const checked = await check({}, { algorithm: hand.algorithm, modelSha256, modelBytes, __run: { found: { path } } });
  if (!("inputs" in checked)) throw new Error(JSON.stringify(checked));
  const created = await create(checked.inputs);
  id = created.id;
  outs = { ...created.outs };
});
afterEach(() => {
  tap.onRequest = undefined;
});
afterAll(async () => {
  await tap?.close();
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const faults: [string, Fault][] = [
  ["an expired key (401)", 401],
  ["a key without the right (403)", 403],
  ["status 500", 500],
  ["a cut connection", "reset"],
  ["a cut answer", { answerBytes: -1 }],
  ["a malformed body", "garbled"],
];

test.each(faults)(
  "lessons 3.2: with %s at any request, a refresh fails with a reason or reads the whole state, and never an empty one",
  async (_, fault) => {
    const whole = await read(id, outs);
    let n = 0;
    for (let struck = true; struck; ) {
      n += 1;
      struck = false;
      tap.asked.length = 0;
      tap.onRequest = () => {
        struck ||= tap.asked.length === n;
        return tap.asked.length === n ? fault : undefined;
      };
      const result = await read(id, outs).catch((error: unknown) => error);
      if (result instanceof Error) expect(result.message).toMatch(/while|right to do this|has no commit on its branch/);
      else expect([n, result]).toEqual([n, whole]);
    }
    expect(n).toBeGreaterThan(4);
  },
);

test("lessons 3.2: from the first fault to the last, a platform that stays so fails the refresh with the reason", async () => {
  for (const [, fault] of faults) {
    tap.onRequest = () => fault;
    await expect(read(id, outs)).rejects.toThrow(/while|right to do this/);
  }
});

test("an algorithm that is gone is gone", async () => {
  expect((await hand.api("DELETE", `/v1/algorithms/${hand.algorithm}`)).status).toBe(204);
  expect(await read(id, outs)).toEqual({});
});

test("a platform that is down fails the refresh, with its address", async () => {
  tap.refuse();
  await expect(read(id, outs)).rejects.toThrow(`${tap.url} cannot be reached`);
});
