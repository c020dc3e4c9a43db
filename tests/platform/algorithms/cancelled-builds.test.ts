import { request as httpRequest } from "node:http";
import { join } from "node:path";
import type { BuildOutcome, BuildRequest } from "../../../platform/engines";
import { launch, type Platform } from "../../../platform/index";
import { openStore } from "../../../platform/store";
import { createAlgorithm, eventually, pushChange, scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
const running: { request: BuildRequest; end: (outcome: BuildOutcome) => void }[] = [];
let slowToCancel = false;
/** Builds end when the test says so, or when they are cancelled. */
const engines = scriptedEngines({
  build: (request) =>
    new Promise((end) => {
      running.push({ request, end });
      request.signal?.addEventListener("abort", () => {
        if (!slowToCancel) end({ succeeded: false, kind: "cancelled", message: "The build was cancelled." });
      });
    }),
});
let platform: Platform;
beforeAll(async () => {
  platform = await launch({ dataDir: join(folder, "data") }, engines);
});
beforeEach(() => running.splice(0));
afterAll(() => platform.close());

const at = (name: string, path: string) => `/v1/algorithms/demo/${name}${path}`;
const compile = (name: string, commitSha: string) => send(platform, "POST", at(name, "/compile"), { body: { commitSha } });
const builds = async (name: string) => (await send(platform, "GET", at(name, "/builds"))).json.results;
const buildOf = async (name: string, commit: string) =>
  (await builds(name)).find((build: { commit_sha: string }) => build.commit_sha === commit);
const logOf = async (name: string, commit: string) =>
  (await send(platform, "GET", at(name, `/builds/${(await buildOf(name, commit)).build_id}/logs`))).json.logs;
const push = (name: string, note: string) => pushChange(platform, folder, name, { note });
const built = (index: number) => running[index]?.end({ succeeded: true });

test("a newer push cancels the running build of an earlier one, and says in its answer and log which commit is built instead", async () => {
  await createAlgorithm(platform, "overtaken");
  const older = await push("overtaken", "1");
  await eventually(() => running.length === 1);
  const waiting = compile("overtaken", older);
  await eventually(async () =>
    (await send(platform, "GET", "/platform/requests", { key: platform.adminKey })).text.includes("overtaken/compile"),
  );
  const newer = await push("overtaken", "2");
  const message = `A newer push came before it was built: commit ${newer} is built instead.`;
  await eventually(() => running.length === 2);
  expect(running[1]!.request.commitSha).toBe(newer);
  expect(await buildOf("overtaken", older)).toMatchObject({ status: "failed", failure: { kind: "cancelled", message } });
  expect(await logOf("overtaken", older)).toMatch(new RegExp(`^building ${older}\\nBuild failed \\(cancelled\\): ${message}\\n$`));
  const { status, json } = await waiting;
  expect([status, json.compilation]).toEqual([200, { successful: false, output: expect.stringContaining(message) }]);
  expect(json.build.failure).toEqual({ kind: "cancelled", message });
  built(1);
  await eventually(async () => (await buildOf("overtaken", newer)).status === "succeeded");
});

test("reference 6: of many pushes only the head of master is built", async () => {
  for (const name of ["busy1", "busy2", "waits"]) await createAlgorithm(platform, name);
  await push("busy1", "1");
  await push("busy2", "1");
  await eventually(() => running.length === 2);
  const commits = [await push("waits", "1"), await push("waits", "2"), await push("waits", "3")];
  expect((await builds("waits")).map(({ status }: { status: string }) => status)).toEqual(["in-progress", "failed", "failed"]);
  expect(await logOf("waits", commits[0]!)).toContain(`commit ${commits[1]} is built instead`);
  for (const index of [0, 1]) built(index);
  await eventually(() => running.length === 3);
  expect(running[2]!.request.commitSha).toBe(commits[2]);
  built(2);
  await eventually(async () => (await buildOf("waits", commits[2]!)).status === "succeeded");
});

test("a commit that a compile asked for is built whatever is pushed meanwhile, also one whose build was cancelled", async () => {
  await createAlgorithm(platform, "asked");
  const older = await push("asked", "1");
  const newer = await push("asked", "2");
  await eventually(() => running.length === 2);
  built(1);
  const answer = compile("asked", older);
  await eventually(() => running.length === 3);
  await push("asked", "3");
  expect(running[2]!.request.signal?.aborted).toBe(false);
  built(2);
  expect((await answer).json.compilation.successful).toBe(true);
  await eventually(() => running.length === 4);
  built(3);
  await eventually(async () => (await builds("asked")).every(({ status }: { status: string }) => status !== "in-progress"));
  expect((await buildOf("asked", newer)).status).toBe("succeeded");
});

test("a compile does not wait for a build that is being cancelled: it asks for another one", async () => {
  await createAlgorithm(platform, "dying");
  slowToCancel = true;
  const older = await push("dying", "1");
  await eventually(() => running.length === 1);
  await push("dying", "2");
  const answer = compile("dying", older);
  await eventually(async () => (await builds("dying")).length === 3);
  slowToCancel = false;
  running[0]!.end({ succeeded: false, kind: "cancelled", message: "The build was cancelled." });
  for (const index of [1, 2]) {
    await eventually(() => running.length === index + 1);
    built(index);
  }
  expect((await answer).json.compilation.successful).toBe(true);
});

test("the log can be followed while a build waits and runs, and ends with it", async () => {
  await createAlgorithm(platform, "followed");
  const commit = await push("followed", "1");
  await eventually(() => running.length === 1);
  const { build_id } = await buildOf("followed", commit);
  const path = at("followed", `/builds/${build_id}/logs`);
  expect((await send(platform, "GET", path)).json.error.code).toBe(1011);
  let text = "";
  const ended = new Promise<string | undefined>((resolve, reject) => {
    httpRequest(`${platform.url}${path}?follow=true`, { headers: { authorization: platform.apiKey } }, (response) => {
      response.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
      response.on("end", () => resolve(response.headers["content-type"]));
    })
      .on("error", reject)
      .end();
  });
  await eventually(() => text === `building ${commit}\n`);
  running[0]!.request.log("Installing the requirements\n");
  await eventually(() => text.endsWith("Installing the requirements\n"));
  built(0);
  expect(await ended).toBe("text/plain; charset=utf-8");
  expect(text).toBe(`building ${commit}\nInstalling the requirements\nBuild succeeded\n`);
  expect((await send(platform, "GET", `${path}?follow=true`)).text).toBe(text);
});

test("a kill between a push and the cancelling of earlier ones leaves that to the next start", async () => {
  const { id } = await createAlgorithm(platform, "resumed");
  const older = await push("resumed", "1");
  await eventually(() => running.length === 1);
  const closed = platform.close();
  running[0]!.end({ succeeded: false, kind: "cancelled", message: "the platform stops" });
  await closed;
  const newer = "f".repeat(40);
  const store = openStore(join(folder, "data", "platform.db"));
  store.builds.create(id, newer, "push");
  store.close();
  platform = await launch({ dataDir: join(folder, "data") }, engines);
  await eventually(() => running.length === 2);
  expect(running[1]!.request.commitSha).toBe(newer);
  expect(await buildOf("resumed", older)).toMatchObject({ status: "failed", failure: { kind: "cancelled" } });
  built(1);
  await eventually(async () => (await buildOf("resumed", newer)).status === "succeeded");
});
