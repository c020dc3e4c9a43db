import type { BuildOutcome, BuildRequest } from "../../../platform/engines";
import { launch, type Platform as Running } from "../../../platform/index";
import { connect, type Platform } from "../../../provider/client";
import { build } from "../../../provider/rollout/build";
import { type Desired, defaultTimeouts } from "../../../provider/rollout/desired";
import { type Report, silent } from "../../../provider/rollout/report";
import { createAlgorithm, eventually, pushChange, scriptedEngines, temporaryFolder } from "../../platform/api/support";

const folder = temporaryFolder();
const begun: { request: BuildRequest; end: (outcome: BuildOutcome) => void }[] = [];
/** Builds end when the test says so, or when they are cancelled. */
const engines = scriptedEngines({
  build: (request) =>
    new Promise((end) => {
      begun.push({ request, end });
      request.signal?.addEventListener("abort", () => end({ succeeded: false, kind: "cancelled", message: "The build was cancelled." }));
    }),
});
let running: Running;
let platform: Platform;
beforeAll(async () => {
  running = await launch({}, engines);
  platform = connect({ apiAddress: running.url, gitAddress: running.url, apiKey: running.apiKey });
});
afterAll(async () => {
  platform.close();
  await running.close();
});
beforeEach(() => begun.splice(0));

const desired = (name: string): Desired => ({ algorithm: `demo/${name}`, files: [], versionType: "minor", timeouts: defaultTimeouts });

test("a commit whose build a newer push cancels is built once more, by hand, and the rollout goes on with that build", async () => {
  await createAlgorithm(running, "overtaken");
  const commit = await pushChange(running, folder, "overtaken", { note: "1" });
  const told: string[] = [];
  const report: Report = { ...silent, progress: (_, text) => void told.push(text) };
  const built = build(desired("overtaken"), commit, { kind: "pushed" }, platform, report);
  await eventually(() => begun.length === 1);
  const newer = await pushChange(running, folder, "overtaken", { note: "2" });
  await eventually(() => begun.length === 2);
  expect(begun[1]!.request.commitSha).toBe(newer);
  await eventually(() => told.length === 2);
  begun[1]!.end({ succeeded: true });
  await eventually(() => begun.length === 3);
  expect(begun[2]!.request.commitSha).toBe(commit);
  begun[2]!.end({ succeeded: true });
  expect(await built).toMatchObject({ status: "succeeded", commit_sha: commit });
  const short = commit.slice(0, 8);
  expect(told).toEqual([`building ${short}`, `building ${short} again: a newer push cancelled its build`]);
});

test("a build that fails by itself is not started again, and its log is in the error", async () => {
  await createAlgorithm(running, "broken");
  const commit = await pushChange(running, folder, "broken", { note: "1" });
  const built = build(desired("broken"), commit, { kind: "pushed" }, platform, silent);
  await eventually(() => begun.length === 1);
  begun[0]!.end({ succeeded: false, kind: "requirements", message: "no such package" });
  await expect(built).rejects.toMatchObject({
    code: "BUILD_FAILED",
    message: expect.stringContaining("Build failed (requirements): no such package"),
  });
  expect(begun).toHaveLength(1);
});

test("what a long build is at is told from its growing log", async () => {
  await createAlgorithm(running, "slow");
  const commit = await pushChange(running, folder, "slow", { note: "1" });
  const told: string[] = [];
  const report: Report = { ...silent, progress: (_, text) => void told.push(text) };
  const built = build(desired("slow"), commit, { kind: "pushed" }, platform, report);
  await eventually(() => begun.length === 1);
  begun[0]!.request.log("Installing the requirements\n");
  await eventually(() => told.includes(`building ${commit.slice(0, 8)}: Installing the requirements`));
  begun[0]!.end({ succeeded: true });
  expect(await built).toMatchObject({ status: "succeeded" });
});
