import { join } from "node:path";
import type { Answer } from "../../../platform/engines";
import { launch, type Platform } from "../../../platform/index";
import { openStore } from "../../../platform/store";
import { createAlgorithm, eventually, scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
const error = { message: "boom", stacktrace: "line 1", error_type: "AlgorithmError" };
let answer: Answer;
let platform: Platform;
let id: string;
let commit: string;
beforeAll(async () => {
  platform = await launch({ dataDir: join(folder, "data") }, scriptedEngines({ call: async () => answer }));
  id = (await createAlgorithm(platform, "Flawed")).id;
  commit = (await send(platform, "POST", "/v1/algorithms/demo/Flawed/compile")).json.version_info.git_hash;
});
beforeEach(() => {
  answer = { ok: false, error, durationSeconds: 0.1, stdout: "" };
});
afterAll(() => platform.close());

const call = (body: string | Buffer, type = "application/json", query = "") =>
  send(platform, "POST", `/v1/algo/demo/flawed/${commit}${query}`, { body, headers: { "content-type": type } });
const list = async (address: string, key = platform.apiKey) => send(platform, "GET", `/v1/${address}/errors`, { key });

test("reference 5.2: without a failed call the list of errors is empty", async () => {
  answer = { ok: true, contentType: "json", result: 1, durationSeconds: 0.1, stdout: "" };
  await call("1");
  expect(await list("algorithms/demo/Flawed")).toMatchObject({ status: 200, json: [] });
});

test("reference 5.2: failed calls are listed newest first, by algorithm, its id, and its owner's name and id", async () => {
  const began = Date.now();
  await call('{"a":[1]}');
  await call(Buffer.from([0, 1, 2]), "application/octet-stream");
  await send(platform, "POST", "/v1/algorithms/demo/Flawed/versions", { body: {} });
  expect((await call("x".repeat(5000), "text/plain")).json.error).toEqual(error);
  const { json } = await list("algorithms/demo/flawed");
  expect(json).toMatchObject([
    { input: "x".repeat(1000), algoversion: "0.1.0" },
    { input: "(3 bytes)", algoversion: commit },
    {
      username: "demo",
      algoname: "Flawed",
      algoversion: commit,
      input: '{"a":[1]}',
      error: "boom",
      error_type: "AlgorithmError",
      billable_to: "demo",
      worker: "local",
      request_id: expect.stringMatching(/^req-/),
      created_at: expect.any(Number),
    },
  ]);
  expect(json[2].created_at).toBeGreaterThanOrEqual(began);
  const user = (await send(platform, "GET", "/v1/users/demo", { key: platform.adminKey })).json;
  for (const address of [`algorithms/${id}`, "users/demo", "users/DEMO", `users/${user.id}`])
    expect((await list(address)).json).toEqual(json);
  expect((await list("users/demo", platform.adminKey)).json).toEqual(json);
});

test("a call that waits for no answer is listed too, under the request id that its caller was told", async () => {
  const before = (await list("users/demo")).json.length;
  const told = (await call("1", "application/json", "?output=void")).json.request_id;
  await eventually(async () => (await list("users/demo")).json.length === before + 1);
  expect((await list("users/demo")).json[0].request_id).toBe(told);
});

test("errors are told to the owner only, and the Python client's algorithm without an owner is none", async () => {
  await send(platform, "POST", "/v1/users", { key: platform.adminKey, body: { username: "stranger", email: "stranger@example.com" } });
  const body = { permissions: { allow_algo: true, allow_algo_management: true } };
  const stranger = (await send(platform, "POST", "/v1/users/stranger/keys", { key: platform.adminKey, body })).json.api_key;
  for (const address of ["algorithms/demo/Flawed", `algorithms/${id}`, "users/demo"])
    expect((await list(address, stranger)).status).toBe(403);
  expect((await list("users/stranger", stranger)).json).toEqual([]);
  expect(await list("algorithms/hello")).toMatchObject({ status: 404, json: { error: "No such algorithm" } });
});

test("errors of a week and at most 200 of an algorithm are kept, and go with it", () => {
  const store = openStore(join(folder, "other.db"));
  const owner = store.users.create("ann");
  const algorithm = { id: "a", owner, name: "x", details: {}, settings: {}, headSha: "" };
  store.algorithms.create(algorithm as Parameters<typeof store.algorithms.create>[0]);
  const failure = { requestId: "r", version: "", input: "", errorType: "", caller: "" };
  store.failures.add("a", { ...failure, createdAtMs: Date.now() - 8 * 86_400_000, error: "old" });
  expect(store.failures.ofAlgorithm("a")).toEqual([]);
  for (let number = 1; number <= 203; number += 1) store.failures.add("a", { ...failure, createdAtMs: Date.now(), error: String(number) });
  const kept = store.failures.ofAlgorithm("a").map((entry) => entry.error);
  expect([kept.length, kept[0], kept.at(-1)]).toEqual([200, "203", "4"]);
  store.algorithms.remove("a");
  expect(store.failures.ofOwner("ann")).toEqual([]);
  store.failures.add("a", { ...failure, createdAtMs: Date.now(), error: "late" });
  expect(store.failures.ofOwner("ann")).toEqual([]);
  store.close();
});
