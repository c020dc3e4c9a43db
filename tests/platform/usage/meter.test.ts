import { join } from "node:path";
import pino from "pino";
import type { Answer } from "../../../platform/engines";
import { openStore, type Store } from "../../../platform/store";
import { createUsageMeter } from "../../../platform/usage/meter";
import { eventually, temporaryFolder } from "../api/support";

const store: Store = openStore(join(temporaryFolder(), "platform.db"));
afterAll(() => store.close());
const log = pino({ level: "silent" });

const user = store.users.create("demo");
const algorithm = store.algorithms.create({ id: "a", owner: user, name: "echo", details: {}, settings: {}, headSha: "h" });
const build = store.builds.create("a", "c0ffee");
const answer: Answer = { ok: true, contentType: "json", result: 1, durationSeconds: 1, stdout: "" };
const versions = () =>
  store.usage
    .report("full", { fromMs: 0, toMs: Date.now() + 1, callers: [], after: undefined, limit: 10 })
    .map(({ key, calls }) => [key[2], calls]);

test("calls lie in memory until they are written, under the version that the build had then", async () => {
  const meter = createUsageMeter({ store, log });
  const call = () => {
    const answered = Promise.resolve(answer);
    meter.call({ algorithm, buildId: build.id, user }, answered);
    return answered;
  };
  await call();
  await call();
  expect(versions()).toEqual([]);
  meter.flush();
  expect(versions()).toEqual([["c0ffee", 2]]);
  store.versions.create("a", { buildId: build.id, major: 1, minor: 2, revision: 3, details: {}, settings: {}, createdAt: "now" });
  await call();
  meter.close();
  expect(versions()).toEqual([
    ["1.2.3", 1],
    ["c0ffee", 2],
  ]);
});

test("they are written every so often by themselves", async () => {
  const meter = createUsageMeter({ store, log }, 10);
  meter.call({ algorithm, buildId: build.id, user }, Promise.resolve(answer));
  await eventually(() => versions().some(([version, calls]) => version === "1.2.3" && calls === 2));
  meter.close();
});

test("a failure of the platform itself and a call of nobody in particular are nobody's use", async () => {
  const meter = createUsageMeter({ store, log });
  const before = versions();
  const failed = Promise.reject(new Error("no runner"));
  meter.call({ algorithm, buildId: build.id, user }, failed);
  await failed.catch(() => {});
  meter.call({ algorithm, buildId: build.id, user: undefined }, Promise.resolve(answer));
  await Promise.resolve();
  meter.close();
  expect(versions()).toEqual(before);
});

test("to count a call takes less than a tenth of a millisecond", async () => {
  const meter = createUsageMeter({ store, log });
  const began = process.cpuUsage();
  for (let number = 0; number < 10_000; number += 1) meter.call({ algorithm, buildId: build.id, user }, Promise.resolve(answer));
  await new Promise(setImmediate);
  const { user: userMicros, system } = process.cpuUsage(began);
  expect((userMicros + system) / 10_000).toBeLessThan(100);
  meter.close();
  expect(versions()[0]).toEqual(["1.2.3", 10_002]);
});
