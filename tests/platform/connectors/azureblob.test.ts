import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { type AzureServer, startAzure } from "../../support/storage/azure";
import { startUnruly } from "../../support/storage/unruly";
import { send } from "../api/support";
import { createConnector } from "./connector";
import { describeStorage } from "./contract";

describe("azureblob", () => {
  let platform: RunningPlatform;
  let server: AzureServer;
  const connect = (label: string, sas: string, more: Record<string, unknown> = {}) =>
    createConnector(platform, {
      protocol: "azureblob",
      label,
      writeable: true,
      cred_type: "sas",
      cred_data: { storage_uri: server.storageUri, container_name: "models", sas_token: sas, ...more },
    });
  beforeAll(async () => {
    [platform, server] = await Promise.all([startPlatformProcess(), startAzure()]);
    await connect("lab", server.sign());
  });
  afterAll(async () => {
    await platform.stop();
    await server.stop();
  });

  const stored = async () => {
    const names: string[] = [];
    for await (const { name } of server.container.listBlobsFlat()) names.push(name);
    return names;
  };
  describeStorage(() => ({ platform, root: "azureblob+lab://", stored }), { subFolders: true, md5: false, sha256: "recorded" });

  test("a signature that is wrong, expired or too narrow is told as that, without it", async () => {
    const expiresAt = new Date(Date.now() - 60_000);
    const good = server.sign();
    await connect("expired", server.sign({ expiresAt }));
    await connect("wrong", good.replace(/sig=[^&]+/, "sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D"));
    await connect("narrow", server.sign({ permissions: "l" }));
    for (const [label, code, words] of [
      ["expired", 9110, /expired at .*give it new ones/],
      // Azure says AuthenticationFailed, 9110; Azurite has the other code for it.
      ["wrong", 9111, /azureblob\+wrong .*failed to authenticate/],
      ["narrow", 9111, /denied access/],
    ] as const) {
      for (const method of ["GET", "PUT"]) {
        const reply = await send(platform, method, `/v1/data/azureblob+${label}://k`, { body: method === "PUT" ? "x" : undefined });
        expect([label, reply.status, reply.json.error.code, reply.json.error.message]).toEqual([
          label,
          403,
          code,
          expect.stringMatching(words),
        ]);
        expect(reply.text).not.toMatch(/sig=[A-Za-z0-9%]/);
      }
      const head = await send(platform, "HEAD", `/v1/data/azureblob+${label}://k`);
      expect([head.status, head.headers["x-error-message"]]).toEqual([403, expect.stringMatching(/for azureblob\+\w+:\/\/k: \w/)]);
    }
  });

  test("a container that is missing is told apart from a blob that is", async () => {
    await connect("nowhere", server.signForAll(), { container_name: "nothing" });
    for (const [method, path] of [
      ["GET", "k"],
      ["GET", ""],
      ["PUT", "k"],
    ] as const) {
      const reply = await send(platform, method, `/v1/data/azureblob+nowhere://${path}`, { body: method === "PUT" ? "x" : undefined });
      expect([reply.status, reply.json.error.code]).toEqual([404, 9113]);
    }
  });

  test("a busy service is told with when to ask again, one that is down with its address", async () => {
    const proxy = await startUnruly(server.port);
    await connect("busy", server.sign(), { storage_uri: `${proxy.url}/devstoreaccount1` });
    const body = '<?xml version="1.0"?><Error><Code>ServerBusy</Code><Message>The server is busy.</Message></Error>';
    proxy.add({ answer: { status: 503, body, headers: { "x-ms-error-code": "ServerBusy" } } });
    const busy = await send(platform, "GET", "/v1/data/azureblob+busy://k");
    expect([busy.status, busy.json.error.code, busy.headers["retry-after"]]).toEqual([503, 9114, "2"]);
    await proxy.stop();
    const down = await send(platform, "GET", "/v1/data/azureblob+busy://k");
    expect([down.status, down.json.error.code, down.json.error.message]).toEqual([502, 9115, expect.stringContaining("ECONNREFUSED")]);
  });

  test("large blobs go in blocks and come back whole", async () => {
    const bytes = Buffer.alloc(20 * 1024 * 1024, "blocks");
    expect((await send(platform, "PUT", "/v1/data/azureblob+lab://large", { body: bytes })).status).toBe(200);
    expect((await send(platform, "GET", "/v1/data/azureblob+lab://large")).bytes.equals(bytes)).toBe(true);
    await send(platform, "DELETE", "/v1/data/azureblob+lab://large");
  });
});
