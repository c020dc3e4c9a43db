import { launch, type Platform } from "../../../platform/index";
import { publishedAlgorithm } from "../api/published";
import { eventually, pushChange, scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
const dataDir = temporaryFolder();
/** What the runner was asked for last, by build. */
const asked = new Map<string, number>();
const environments: Record<string, string>[] = [];
const engines = scriptedEngines({
  async reserve(key, slots, environment) {
    asked.set(key, slots);
    environments.push(environment);
  },
});
const keeps = (...slots: number[]) =>
  eventually(() => JSON.stringify([...asked.values()].filter((number) => number > 0)) === JSON.stringify(slots));

let platform: Platform;
let echo: Awaited<ReturnType<typeof publishedAlgorithm>>;
beforeAll(async () => {
  platform = await launch({ dataDir }, engines);
  echo = await publishedAlgorithm(platform, folder, "echo", { algorithm_callability: "public" });
  await send(platform, "POST", "/v1/users", { key: platform.adminKey, body: { username: "ann" } });
});
afterAll(() => platform.close());

const admin = (method: string, path = "", body?: unknown, base = "/v1/admin/reservations") =>
  send(platform, method, `${base}${path}`, { key: platform.adminKey, body });
const wish = { username: "demo", algoname: "echo", calling_user: "ann", version_type: "latest", num_slots: 2 };

test("SPEC createReservation, getReservations, deleteReservation: instances are kept, also after a restart, until it is taken back", async () => {
  expect((await admin("GET")).json).toEqual([]);
  const made = await admin("POST", "", wish);
  const annId = (await admin("GET", "/ann", undefined, "/v1/users")).json.id;
  const reservation = {
    reservation_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    billable_to: "ann",
    billable_to_uuid: annId,
    username: "demo",
    algoname: "echo",
    algo_id: echo.id,
    algorithm_id: echo.id,
    version_type: "latest",
    version_hash: echo.commit,
    num_slots: 2,
  };
  expect([made.status, made.json]).toEqual([200, reservation]);
  expect((await admin("GET")).json).toEqual([made.json]);
  await keeps(2);
  expect(environments.at(-1)).toMatchObject({ ALGORITHMIA_API: platform.url, ALGORITHMIA_API_KEY: expect.any(String) });
  asked.clear();
  await platform.close();
  platform = await launch({ dataDir }, engines);
  await keeps(2);
  expect((await admin("DELETE", `/${made.json.reservation_id}`)).status).toBe(200);
  await keeps();
  expect((await admin("GET")).json).toEqual([]);
});

test("what latest means is kept after each publish, and the version before is not", async () => {
  const { reservation_id } = (await admin("POST", "", { ...wish, num_slots: 1 })).json;
  await keeps(1);
  const [before] = [...asked.keys()];
  const commit = await pushChange(platform, folder, "echo", { "README.md": "changed" });
  await eventually(async () => (await send(platform, "GET", "/v1/algorithms/demo/echo/builds")).json.results[0]?.status === "succeeded");
  await send(platform, "POST", "/v1/algorithms/demo/echo/versions", { body: {} });
  await eventually(() => asked.get(before!) === 0 && asked.size === 2);
  await keeps(1);
  expect((await admin("GET")).json[0].version_hash).toBe(commit);
  await admin("DELETE", `/${reservation_id}`);
});

test("a version is named by number or commit too, if the calling user may call it", async () => {
  const semantic = await admin("POST", "", { ...wish, num_slots: 1, version_type: "semantic", version_identifier: "0.1.0" });
  expect(semantic.json.version_hash).toBe(echo.commit);
  const hash = { ...wish, num_slots: 1, version_type: "hash", version_identifier: echo.commit };
  expect((await admin("POST", "", hash)).status).toBe(400);
  const own = await admin("POST", "", { ...hash, calling_user: "demo" });
  expect(own.json.version_hash).toBe(echo.commit);
  await keeps(2);
  for (const { json } of [semantic, own]) await admin("DELETE", `/${json.reservation_id}`);
});

test("a wish that cannot be kept is 400 and reserves nothing", async () => {
  const { reservation_id } = (await admin("POST", "", { ...wish, num_slots: 2 })).json;
  const refused: [unknown, number][] = [
    [{ ...wish, num_slots: 2 }, 6001],
    [{ ...wish, num_slots: 0 }, 6001],
    [{ ...wish, num_slots: "1" }, 6001],
    [{ ...wish, algoname: "absent", num_slots: 1 }, 6001],
    [{ ...wish, calling_user: "nobody", num_slots: 1 }, 6001],
    [{ ...wish, version_type: "newest", num_slots: 1 }, 6001],
    [{ ...wish, version_type: "toString", num_slots: 1 }, 6001],
    [{ ...wish, version_type: "latestPrivate", num_slots: 1 }, 6001],
    [{ ...wish, version_type: "semantic", num_slots: 1 }, 6001],
    [{ ...wish, version_type: "semantic", version_identifier: "9.9.9", num_slots: 1 }, 6001],
    [{}, 6001],
    ["{", 2013],
  ];
  for (const [body, code] of refused) {
    const reply = await admin("POST", "", body);
    expect([body, reply.status, reply.json.error.code]).toEqual([body, 400, code]);
  }
  expect((await admin("DELETE", "/00000000-0000-4000-8000-000000000000")).status).toBe(400);
  for (const [method, path] of [
    ["GET", ""],
    ["POST", ""],
    ["DELETE", `/${reservation_id}`],
  ] as const)
    expect((await send(platform, method, `/v1/admin/reservations${path}`, { body: wish })).status).toBe(403);
  expect((await admin("GET")).json).toHaveLength(1);
});

test("a reservation goes with its algorithm", async () => {
  await send(platform, "DELETE", "/v1/algorithms/demo/echo");
  expect((await admin("GET")).json).toEqual([]);
});
