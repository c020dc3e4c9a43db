import { generateKeyPairSync } from "node:crypto";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { type GoogleServer, startGoogle } from "../../support/storage/google";
import { describeWith } from "../../support/storage/installed";
import { startUnruly } from "../../support/storage/unruly";
import { send } from "../api/support";
import { createConnector } from "./connector";
import { describeStorage } from "./contract";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

describeWith("fake-gcs-server", "gs", (file) => {
  let platform: RunningPlatform;
  let server: GoogleServer;
  const connect = (label: string, endpoint = server.endpoint) =>
    createConnector(platform, {
      protocol: "gs",
      label,
      writeable: true,
      cred_type: "serviceaccount",
      cred_data: { email: "robot@test.iam.gserviceaccount.com", private_key_id: "1", private_key: privateKey },
      settings: { endpoint },
    });
  beforeAll(async () => {
    [platform, server] = await Promise.all([startPlatformProcess(), startGoogle(file)]);
    await connect("lab");
  });
  afterAll(async () => {
    await platform.stop();
    await server.stop();
  });

  describeStorage(() => ({ platform, root: "gs+lab://models", stored: () => server.stored() }), {
    subFolders: true,
    md5: false,
    sha256: "recorded",
  });

  test("a bucket that is missing is told apart from an object that is; buckets are listed", async () => {
    for (const [method, path] of [
      ["GET", "nothing/k"],
      ["GET", "nothing"],
      ["PUT", "nothing/k"],
    ] as const) {
      const reply = await send(platform, method, `/v1/data/gs+lab://${path}`, { body: method === "PUT" ? "x" : undefined });
      expect([reply.status, reply.json.error.code]).toEqual([404, 9113]);
    }
    expect((await send(platform, "GET", "/v1/data/gs+lab://")).json).toEqual({ folders: [{ name: "models" }] });
  });

  test.each([
    [401, "authError", "Invalid Credentials", 403, 9110],
    [403, "forbidden", "robot does not have storage.objects.get access", 403, 9111],
    [429, "rateLimitExceeded", "Slow down.", 503, 9114],
    [503, "backendError", "Backend Error", 503, 9114],
  ] as const)("Google's %i %s comes as an error that says what to do", async (status, reason, message, told, code) => {
    const proxy = await startUnruly(server.port);
    const label = `u${status}`;
    await connect(label, proxy.url);
    const body = JSON.stringify({ error: { code: status, message, errors: [{ reason, message }] } });
    proxy.add({ answer: { status, body, headers: { "content-type": "application/json" } } });
    const reply = await send(platform, "GET", `/v1/data/gs+${label}://models/k`);
    expect([reply.status, reply.json.error.code, reply.json.error.message]).toEqual([told, code, expect.stringContaining(message)]);
    await proxy.stop();
  });

  test("large objects go by a resumable upload and come back whole", async () => {
    const bytes = Buffer.alloc(70 * 1024 * 1024, "pieces");
    expect((await send(platform, "PUT", "/v1/data/gs+lab://models/large", { body: bytes })).status).toBe(200);
    expect((await send(platform, "GET", "/v1/data/gs+lab://models/large")).bytes.equals(bytes)).toBe(true);
    await send(platform, "DELETE", "/v1/data/gs+lab://models/large");
  });
});
