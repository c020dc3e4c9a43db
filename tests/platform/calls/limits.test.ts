import { request } from "node:http";
import { eventually, send } from "../api/support";
import { Inside } from "./inside";

let inside: Inside;

beforeAll(async () => {
  inside = await Inside.start({ calls: { depth: 4, childCalls: 3, callsOfAccount: 2 } });
  // Calls itself so many times more.
  await inside.publish("deep", async (ask, input) => {
    const left = (input as { input: number }).input;
    if (left === 0) return [];
    const { json } = await ask("POST", "/v1/algo/demo/deep", { input: left - 1 });
    return json.error ? [json.error.message] : [left, ...json.result];
  });
});
afterAll(() => inside.platform.close());

test("algorithms call each other as deep as the limit, and one deeper is an error that says so, with status 200", async () => {
  expect(await inside.call("deep", 3)).toEqual([3, 2, 1]);
  expect(await inside.call("deep", 9)).toEqual([9, 8, 7, expect.stringMatching(/^Algorithms have called each other 4 deep/)]);
});

test("a call beyond the depth is an algorithm's error as raw output: 400", async () => {
  await inside.publish("raw", async (ask) => {
    const reply = await ask("POST", "/v1/algo/demo/raw?output=raw", { input: 0 });
    return reply.status === 200 ? reply.json : [reply.status, reply.json.error.error_type];
  });
  expect(await inside.call("raw")).toEqual([400, "AlgorithmError"]);
});

test("reference 2.6: an algorithm's calls at once are limited for the whole session, and end with their answers", async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await inside.publish("child", () => released.then(() => "done"));
  await inside.publish("fan", async (ask) => {
    const call = async () => (await ask("POST", "/v1/algo/demo/child", { input: 0 })).json;
    const first = [call(), call(), call(), call()];
    const refused = await Promise.race(first);
    release();
    const answers = await Promise.all(first);
    return { refused: refused.error, done: answers.filter(({ result }) => result === "done").length, again: (await call()).result };
  });
  expect(await inside.call("fan")).toEqual({
    refused: { message: expect.stringContaining("may have 3 calls under way"), error_type: "AlgorithmError" },
    done: 3,
    again: "done",
  });
});

test("reference 2.6: an account's calls at once are limited: 429, and nothing runs", async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  let begun = 0;
  let bothBegan = () => {};
  const both = new Promise<void>((resolve) => (bothBegan = resolve));
  await inside.publish("long", async () => {
    begun += 1;
    if (begun === 2) bothBegan();
    return released;
  });
  const calls = [inside.call("long"), inside.call("long")];
  await both;
  for (const output of ["", "?output=void"]) {
    const refused = await inside.ask("POST", `/v1/algo/demo/long${output}`, { body: { input: 0 } });
    expect([refused.status, refused.json.error.message, refused.headers["retry-after"]]).toEqual([
      429,
      expect.stringContaining("2 calls under way"),
      "1",
    ]);
  }
  expect(await inside.call("deep", 0, await inside.user("ada"))).toEqual([]);
  release();
  await Promise.all(calls);
  expect(begun).toBe(2);
  expect((await send(inside.platform, "GET", "/v1/algorithms/demo/long/errors")).json).toEqual([]);
});

test("a call of an algorithm is ended when that gives up waiting, one from outside goes on", async () => {
  const signals: (AbortSignal | undefined)[] = [];
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await inside.publish("waited", (_ask, _input, { signal }) => {
    signals.push(signal);
    return released;
  });
  const giveUp = async (key: string) => {
    const began = signals.length;
    const headers = { authorization: key, "content-type": "application/json" };
    const call = request(new URL("/v1/algo/demo/waited", inside.platform.url), { method: "POST", headers });
    call.on("error", () => {});
    call.end("1");
    await eventually(() => signals.length > began);
    call.destroy();
  };
  await inside.publish("impatient", async (_ask, _input, { environment }) => giveUp(environment.ALGORITHMIA_API_KEY!));
  await inside.call("impatient");
  await eventually(() => signals[0]?.aborted);
  await giveUp(inside.platform.apiKey);
  expect(signals[1]).toBeUndefined();
  release();
});

test("a call whose answer nobody waits for counts like the others", async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await inside.publish("late", () => released.then(() => "done"));
  await inside.publish("starter", async (ask) => {
    const answers = [];
    for (let count = 0; count < 4; count += 1) answers.push((await ask("POST", "/v1/algo/demo/late?output=void", { input: 0 })).json);
    return answers.map(({ async: kind }) => kind);
  });
  expect(await inside.call("starter")).toEqual(["void", "void", "void", "void"]);
  expect((await send(inside.platform, "GET", "/v1/algorithms/demo/late/errors")).json).toMatchObject([
    { error: expect.stringContaining("may have 3 calls under way") },
  ]);
  release();
});
