import { launch, type Platform } from "../../../platform/index";
import { callWithJson, publishedAlgorithm } from "../api/published";
import { scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
const dataDir = temporaryFolder();
const engines = scriptedEngines({
  call: async (_key, input) =>
    input.data === "fail"
      ? { ok: false, error: { message: "no", error_type: "AlgorithmError" }, durationSeconds: 0.5, stdout: "" }
      : { ok: true, contentType: "json", result: input.data, durationSeconds: 0.25, stdout: "" },
});
const start = () => launch({ dataDir }, engines);

let platform: Platform;
let annKey: string;
let commit: string;
beforeAll(async () => {
  platform = await start();
  ({ commit } = await publishedAlgorithm(platform, folder, "echo", { algorithm_callability: "public" }));
  await admin("POST", "/v1/users", { username: "ann" });
  const permissions = { allow_algo: true, algo_acl: ["algo://*"] };
  annKey = (await admin("POST", "/v1/users/ann/keys", { permissions })).json.api_key;
  await callWithJson(platform, "echo/0.1.0", 1);
  await callWithJson(platform, "echo/0.1.0", "fail");
  await callWithJson(platform, "echo/0.1.0", 2, annKey);
  await callWithJson(platform, `echo/${commit}`, 3);
});
afterAll(() => platform.close());

const admin = (method: string, path: string, body?: unknown) => send(platform, method, path, { key: platform.adminKey, body });
const today = "start_date=2021-03-22T00:00:00.000Z&end_date=2100-01-01T00:00:00.000Z";
const usage = (path = "", query = `${today}&page_size=10`) => admin("GET", `/v1/admin/usage${path}?${query}`);

const ofVersion = { algorithm_called: "echo", algorithm_version: "0.1.0", algorithm_owner: "demo", machine_type: "cpu" };
const ofAnn = { total_calls: "1", total_errors: 0, total_error_duration: 0, total_duration: 0.25 };
const ofDemo = { total_calls: "3", total_errors: 1, total_error_duration: 0.5, total_duration: 1 };

test("SPEC getFullUsage: calls, errors and durations of each caller and version, as soon as a call was answered", async () => {
  const reply = await usage();
  expect([reply.status, reply.json]).toEqual([
    200,
    {
      results: [
        { ...ofVersion, caller: "ann", ...ofAnn },
        { ...ofVersion, caller: "demo", ...ofDemo },
      ],
    },
  ]);
});

test("SPEC getAlgorithmUsageResult: the callers together, or those that `user` names", async () => {
  expect((await usage("/algorithms")).json.results).toEqual([
    { ...ofVersion, total_calls: "4", total_errors: 1, total_error_duration: 0.5, total_duration: 1.25 },
  ]);
  expect((await usage("/algorithms", `user=ANN&${today}&page_size=1`)).json.results).toEqual([{ ...ofVersion, ...ofAnn }]);
  expect((await usage("/algorithms", `user=ann&user=demo&${today}&page_size=1`)).json.results[0].total_calls).toBe("4");
  expect((await usage("/algorithms", `user=nobody&${today}&page_size=1`)).json).toEqual({ results: [] });
});

test("SPEC getUserUsageResult: the algorithms together, in pages that lead to each other", async () => {
  const first = await usage("/users", `${today}&page_size=1`);
  expect(first.json).toEqual({ results: [{ caller: "ann", ...ofAnn }], next_marker: expect.any(String) });
  const second = await usage("/users", `${today}&page_size=1&marker=${first.json.next_marker}`);
  expect(second.json).toEqual({ results: [{ caller: "demo", ...ofDemo }] });
});

test("hours outside of the dates do not count", async () => {
  expect((await usage("", "start_date=2021-03-22&end_date=2021-03-23&page_size=5")).json).toEqual({ results: [] });
  expect((await usage("", "start_date=2099-01-01&end_date=2100-01-01&page_size=5")).json).toEqual({ results: [] });
});

test("reference 5.6: a query that is missing or not understood has its code", async () => {
  const refused: [string, number][] = [
    ["page_size=5&end_date=2100-01-01", 4010],
    ["page_size=5&start_date=2021-01-01", 4010],
    ["page_size=5&start_date=yesterday&end_date=2100-01-01", 6001],
    ["page_size=5&start_date=2022-01-01&end_date=2021-01-01", 6001],
    [today, 5003],
    [`${today}&page_size=0`, 5003],
    [`${today}&page_size=ten`, 5003],
    [`${today}&page_size=5&marker=nonsense`, 5002],
    [`${today}&page_size=5&marker=${Buffer.from('["one"]').toString("base64url")}`, 5002],
  ];
  for (const [query, code] of refused) {
    const reply = await usage("", query);
    expect([query, reply.status, reply.json.error.code]).toEqual([query, 400, code]);
  }
});

test("usage is for the admin", async () => {
  for (const path of ["usage", "usage/algorithms", "usage/users", "legacy-algorithms"]) {
    const [user, nobody] = [
      await send(platform, "GET", `/v1/admin/${path}`),
      await send(platform, "GET", `/v1/admin/${path}`, { key: null }),
    ];
    expect([path, user.status, user.json.error.code, nobody.status]).toEqual([path, 403, 2001, 401]);
  }
});

test("SPEC getLegacyAlgorithmiUsageResult: algorithms in a legacy language, with their last build", async () => {
  const reply = await admin("GET", "/v1/admin/legacy-algorithms");
  const moment = expect.stringMatching(/^\d{4}-.*Z$/);
  expect(reply.json).toEqual({
    results: [
      { id: expect.any(Number), username: "demo", algoname: "echo", language: "python3-1", createdAt: moment, lastCompiledAt: moment },
    ],
  });
  expect(Number.isSafeInteger(reply.json.results[0].id)).toBe(true);
  const body = { name: "modern", details: {}, settings: { package_set: "python37" } };
  await send(platform, "POST", "/v1/algorithms/demo", { body });
  expect((await admin("GET", "/v1/admin/legacy-algorithms")).json.results).toHaveLength(1);
});

test("what was counted is there after a restart, also when the caller and the algorithm have gone", async () => {
  await callWithJson(platform, "echo/0.1.0", 1, annKey);
  await platform.close();
  platform = await start();
  await admin("DELETE", "/v1/users/ann");
  await send(platform, "DELETE", "/v1/algorithms/demo/echo");
  expect((await usage()).json.results.map(({ caller, total_calls }: Record<string, string>) => [caller, total_calls])).toEqual([
    ["ann", "2"],
    ["demo", "3"],
  ]);
});
