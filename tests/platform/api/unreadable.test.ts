import { connect } from "node:net";
import { type Platform, startPlatform } from "../../../platform/index";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

test.each([
  ["what is not HTTP", "hello\r\n\r\n", 400, "What came is not a request that HTTP allows."],
  [
    "a header of 20 KB",
    `GET / HTTP/1.1\r\nx: ${"x".repeat(20_000)}\r\n\r\n`,
    431,
    "The address and headers of the request are larger than 16 KiB.",
  ],
])("%s is answered with a JSON error and the end of the connection", async (_what, text, status, message) => {
  const [head = "", body = ""] = (await answerTo(text)).split("\r\n\r\n");
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(head).toMatch(/^connection: close$/im);
  expect(JSON.parse(body)).toEqual({ error: { message } });
});

test("an address of 100 KB is answered without a body to HEAD, or clients take the body for a second answer", async () => {
  const [head = "", body] = (await answerTo(`HEAD /v1/data/${"n".repeat(100_000)} HTTP/1.1\r\nhost: x\r\n\r\n`)).split("\r\n\r\n");
  expect(head).toMatch(/^HTTP\/1.1 431 /);
  expect(head).toMatch(/^x-error-message: The address and headers/im);
  expect(body).toBe("");
});

/** Everything the platform writes before it ends the connection. */
function answerTo(text: string): Promise<string> {
  const { hostname, port } = new URL(platform.url);
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString();
    });
    socket.on("error", reject);
    socket.on("end", () => resolve(answer));
  });
}
