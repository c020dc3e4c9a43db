import { Inside } from "./inside";

let inside: Inside;
let ada: string;

beforeAll(async () => {
  inside = await Inside.start();
  ada = await inside.user("ada");
  for (const [account, key] of [
    ["demo", undefined],
    ["ada", ada],
  ] as const)
    for (const [name, read] of [
      ["open", ["user://*"]],
      ["models", ["algo://.my/*"]],
      ["hidden", []],
    ] as const) {
      await inside.ask("POST", "/v1/data/.my", { key, body: { name, acl: { read } } });
      await inside.ask("PUT", `/v1/data/.my/${name}/f`, { key, body: `${account}'s` });
    }
  await inside.publish("reader", async (ask, input) => {
    const reply = await ask("GET", `/v1/data/${(input as { input: string }).input}`);
    return reply.status === 200 ? reply.text : reply.status;
  });
  await inside.publish("writer", async (ask, input) => (await ask("PUT", `/v1/data/${(input as { input: string }).input}`, "x")).status);
  await inside.publish("relay", async (ask, input) => {
    const [name, rest] = (input as { input: [string, unknown] }).input;
    const { json } = await ask("POST", `/v1/algo/demo/${name}`, { input: rest });
    if (json.error) throw new Error(json.error.message);
    return json.result;
  });
  await inside.publish("own", async () => "private", "private");
});
afterAll(() => inside.platform.close());

test.each([
  [".my/hidden/f", "ada's"],
  ["ada/hidden/f", "ada's"],
  ["demo/models/f", "demo's"],
  ["demo/open/f", "demo's"],
  ["demo/hidden/f", 403],
])("reference 2.2, 2.4: inside an algorithm of demo that ada calls, data://%s is %s", async (path, seen) => {
  expect(await inside.call("reader", path, ada)).toBe(seen);
});

test("reference 2.2: the same warm instance serves its owner as the owner", async () => {
  expect(await inside.call("reader", ".my/hidden/f")).toBe("demo's");
});

test("reference 2.4: an algorithm writes what its caller may write, not what its owner may", async () => {
  expect(await inside.call("writer", ".my/hidden/new", ada)).toBe(200);
  expect((await inside.ask("GET", "/v1/data/ada/hidden/new", { key: ada })).text).toBe("x");
  expect(await inside.call("writer", "demo/open/new", ada)).toBe(403);
  expect(await inside.call("writer", "demo/open/new")).toBe(200);
});

test("an algorithm that calls another one takes its caller along", async () => {
  expect(await inside.call("relay", ["relay", ["reader", ".my/hidden/f"]], ada)).toBe("ada's");
  expect(await inside.call("relay", ["writer", "ada/hidden/new"], ada)).toBe(200);
  expect(await inside.call("relay", ["own/latestPrivate", 0])).toBe("private");
  expect(await inside.call("relay", ["own/latestPrivate", 0], ada)).toBe("algorithm algo://demo/own/latestPrivate not found");
});

test("reference 1.2: what the caller's key may not do, an algorithm may not do for it, but it still reads its owner's models", async () => {
  const key = await inside.user("bob", { allow_algo: true, algo_acl: ["algo://demo/relay", "algo://demo/reader", "algo://demo/writer"] });
  await inside.ask("POST", "/v1/data/.my", { key: await inside.user("bob"), body: { name: "mine", acl: { read: [] } } });
  expect(await inside.call("reader", ".my/mine/f", key)).toBe(403);
  expect(await inside.call("writer", ".my/mine/f", key)).toBe(403);
  expect(await inside.call("reader", "demo/models/f", key)).toBe("demo's");
  expect(await inside.call("relay", ["own/latestPrivate", 0], key)).toBe("Caller is not authorized to perform the operation");
});

test("outside of a call the instance's key is its owner's and writes nothing, and it manages nothing at any time", async () => {
  await inside.call("reader", "demo/open/f", ada);
  const key = inside.keys.at(-1)!;
  expect((await inside.ask("GET", "/v1/data/.my/hidden/f", { key })).text).toBe("demo's");
  expect((await inside.ask("PUT", "/v1/data/.my/hidden/f", { key, body: "x" })).status).toBe(403);
  expect((await inside.ask("GET", "/v1/algorithms/demo/reader", { key })).status).toBe(403);
  await inside.publish("manager", async (ask) => (await ask("GET", "/v1/algorithms/demo/reader")).status);
  expect(await inside.call("manager")).toBe(403);
});

test("each instance has a key of its own, and calls that run at once are not mixed up", async () => {
  let both = () => {};
  const met = new Promise<void>((resolve) => (both = resolve));
  let waiting = 0;
  await inside.publish("meeting", async (ask) => {
    waiting += 1;
    if (waiting === 2) both();
    await met;
    return (await ask("GET", "/v1/data/.my/hidden/f")).text;
  });
  expect(await Promise.all([inside.call("meeting", null, ada), inside.call("meeting")])).toEqual(["ada's", "demo's"]);
  const [one, two] = inside.keys.slice(-2);
  expect(one).not.toBe(two);
});

test("a caller whose account is gone has no data left that its running call could read", async () => {
  const key = await inside.user("brief");
  await inside.publish("slow", async (ask) => {
    await inside.ask("DELETE", "/v1/users/brief", { key: inside.platform.adminKey });
    return (await ask("GET", "/v1/data/.my")).status;
  });
  expect(await inside.call("slow", null, key)).toBe(401);
});
