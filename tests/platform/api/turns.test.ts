import { connect } from "node:net";
import { launch, type Platform, startPlatform } from "../../../platform/index";
import { createAlgorithm, eventually, scriptedEngines, send } from "./support";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
  await send(platform, "POST", "/v1/data/.my", { body: { name: "c" } });
});
afterAll(() => platform.close());

test("requests that come in one piece are carried out in their order", async () => {
  const answers = await answersTo([
    request("PUT", "/v1/data/.my/c/f", "first"),
    request("GET", "/v1/data/.my/c/f"),
    request("PUT", "/v1/data/.my/c/f", "second"),
    request("GET", "/v1/data/.my/c/f"),
    request("DELETE", "/v1/data/.my/c/f"),
    request("GET", "/v1/data/.my/c/f", undefined, "close"),
  ]);
  expect(answers.split(/(?=HTTP\/1\.1 )/).map((answer) => answer.slice(9, 12) + answer.slice(answer.indexOf("\r\n\r\n") + 3))).toEqual([
    '200\n{"result":"data://.my/c/f"}',
    "200\nfirst",
    '200\n{"result":"data://.my/c/f"}',
    "200\nsecond",
    '200\n{"result":{"deleted":1}}',
    '404\n{"error":{"message":"path not found: data://.my/c/f"}}',
  ]);
});

test("what stands behind a call whose connection ends is not carried out, and holds up no end of the platform", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const own = await launch(
    {},
    scriptedEngines({
      async call() {
        await held;
        return { ok: true, contentType: "json", result: 1, durationSeconds: 0, stdout: "" };
      },
    }),
  );
  await send(own, "POST", "/v1/data/.my", { body: { name: "c" } });
  await createAlgorithm(own, "slow");
  const { git_hash } = (await send(own, "POST", "/v1/algorithms/demo/slow/compile")).json.version_info;
  const call = `/v1/algo/demo/slow/${git_hash}`;
  const { hostname, port } = new URL(own.url);
  const socket = connect(Number(port), hostname, () =>
    socket.write(
      request("POST", call, "1", "keep-alive", own.apiKey) + request("PUT", "/v1/data/.my/c/behind", "x", "keep-alive", own.apiKey),
    ),
  );
  const seen = async (path: string) =>
    (await send(own, "GET", "/platform/requests", { key: own.adminKey })).json.find((entry: { path: string }) => entry.path === path);
  await eventually(() => seen(call));
  socket.destroy();
  await eventually(async () => (await seen(call)).status === 499);
  release();
  expect((await send(own, "HEAD", "/v1/data/.my/c/behind")).status).toBe(404);
  expect(await seen("/v1/data/.my/c/behind")).toMatchObject({ method: "HEAD" });
  await own.close();
});

function request(method: string, path: string, body = "", connection = "keep-alive", key = platform.apiKey): string {
  return `${method} ${path} HTTP/1.1\r\nhost: x\r\nauthorization: ${key}\r\nconnection: ${connection}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

/** Everything that is answered to requests that are sent at once, the last of which ends the connection. */
function answersTo(requests: string[]): Promise<string> {
  const { hostname, port } = new URL(platform.url);
  return new Promise((resolve, reject) => {
    let answers = "";
    const socket = connect(Number(port), hostname, () => socket.write(requests.join("")));
    socket.on("data", (chunk: Buffer) => {
      answers += chunk.toString();
    });
    socket.on("error", reject);
    socket.on("end", () => resolve(answers));
  });
}
