import { launch, type Platform } from "../../../platform/index";
import { scriptedEngines, send } from "./support";

let platform: Platform;
beforeAll(async () => {
  platform = await launch({}, scriptedEngines({}));
});
afterAll(() => platform.close());
beforeEach(async () => {
  for (const list of ["faults", "requests"]) await send(platform, "DELETE", `/platform/${list}`, { key: platform.adminKey });
});

const inject = async (body: object) => send(platform, "POST", "/platform/faults", { key: platform.adminKey, body });
const waiting = async () => (await send(platform, "GET", "/platform/faults", { key: platform.adminKey })).json;
const statuses = async (count: number) => {
  const seen: number[] = [];
  for (let index = 0; index < count; index += 1) seen.push((await send(platform, "GET", "/v1/data")).status);
  return seen;
};

test("a probability with a seed hits the same requests each time, for as long as it waits", async () => {
  const hits = async (seed: number) => {
    const { json } = await inject({ route: "/v1/data", status: 503, probability: 0.25, seed });
    const seen = await statuses(40);
    await send(platform, "DELETE", `/platform/faults/${json.id}`, { key: platform.adminKey });
    return seen.map((status) => (status === 503 ? "x" : ".")).join("");
  };
  // A row of draws is the same on every machine: tests of users count on it.
  expect(await hits(7)).toBe("..xx..xx...x.....x.x.....xx..x.xx.x....x");
  expect(await hits(7)).toBe(await hits(7));
  expect(await hits(8)).not.toBe(await hits(7));
});

test("without a seed one is drawn and told, and gives the same row again", async () => {
  const first = (await inject({ route: "/v1/data", status: 500, probability: 0.5 })).json;
  expect(first).toMatchObject({ id: expect.any(String), seed: expect.any(Number), matched: 0, hit: 0 });
  const row = await statuses(20);
  await send(platform, "DELETE", "/platform/faults", { key: platform.adminKey });
  await inject({ route: "/v1/data", status: 500, probability: 0.5, seed: first.seed });
  expect(await statuses(20)).toEqual(row);
});

test("times ends a fault with a probability too, and the list tells what it has met and hit and what is left", async () => {
  await inject({ route: "/v1/data", status: 503, probability: 1, times: 3 });
  expect(await statuses(2)).toEqual([503, 503]);
  expect(await waiting()).toEqual([expect.objectContaining({ times: 1, matched: 2, hit: 2, probability: 1 })]);
  expect(await statuses(2)).toEqual([503, 200]);
  expect(await waiting()).toEqual([]);
});

test("what one fault lets pass may meet the next one", async () => {
  await inject({ route: "/v1/data", status: 501, probability: 0.5, seed: 1 });
  await inject({ route: "/v1/data", status: 502, times: 100 });
  expect(new Set(await statuses(20))).toEqual(new Set([501, 502]));
});

test("one fault is taken back by its id, the others wait on", async () => {
  const [one, other] = [(await inject({ route: "/v1/data", status: 501 })).json, (await inject({ route: "/v1/data", status: 502 })).json];
  const remove = () => send(platform, "DELETE", `/platform/faults/${one.id}`, { key: platform.adminKey });
  expect((await remove()).json).toEqual({ result: "removed" });
  expect(await remove()).toMatchObject({ status: 404, json: { error: { message: expect.stringContaining(one.id) } } });
  expect((await waiting()).map(({ id }: { id: string }) => id)).toEqual([other.id]);
  expect(await statuses(2)).toEqual([502, 200]);
});

test("the request log tells which fault hit a request", async () => {
  const { json: fault } = await inject({ route: "/v1/data", status: 503 });
  await statuses(2);
  const log = (await send(platform, "GET", "/platform/requests", { key: platform.adminKey })).json;
  expect(log.map((entry: { status: number; fault?: string }) => [entry.status, entry.fault])).toEqual([
    [503, fault.id],
    [200, undefined],
  ]);
});

test("a probability out of range and a seed that is no number are refused", async () => {
  for (const wrong of [{ probability: 0 }, { probability: 1.1 }, { probability: 0.5, seed: "a" }, { probability: "half" }]) {
    expect([wrong, (await inject({ route: "/", status: 500, ...wrong })).status]).toEqual([wrong, 400]);
  }
  expect(await waiting()).toEqual([]);
});
