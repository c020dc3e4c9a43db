import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { type DropboxServer, startDropbox } from "../../support/storage/dropbox";
import { send } from "../api/support";
import { createConnector } from "./connector";
import { describeStorage } from "./contract";

describe("dropbox, against a server of its documented routes", () => {
  let platform: RunningPlatform;
  let server: DropboxServer;
  const connect = (label: string, credentials: Record<string, unknown>, more: Record<string, unknown> = {}) =>
    createConnector(platform, {
      protocol: "dropbox",
      label,
      writeable: true,
      cred_type: "oauth",
      cred_data: credentials,
      settings: { endpoint: server.endpoint },
      ...more,
    });
  const refreshing = () => ({
    access_token: "sl.long-gone",
    refresh_token: server.refreshToken,
    app_key: server.appKey,
    app_secret: server.appSecret,
  });
  beforeAll(async () => {
    [platform, server] = await Promise.all([startPlatformProcess(), startDropbox()]);
    await connect("lab", refreshing());
  });
  afterAll(async () => {
    await platform.stop();
    await server.stop();
  });

  describeStorage(() => ({ platform, root: "dropbox+lab://", stored: async () => server.stored() }), {
    subFolders: true,
    md5: false,
    sha256: "checked",
  });

  test("an access token that ran out is refreshed; without a refresh token the error says so", async () => {
    await connect("plain", { access_token: server.accessToken });
    expect((await send(platform, "PUT", "/v1/data/dropbox+plain://k", { body: "x" })).status).toBe(200);
    server.expireTokens();
    const reply = await send(platform, "GET", "/v1/data/dropbox+plain://k");
    expect([reply.status, reply.json.error.code, reply.json.error.message]).toEqual([
      403,
      9110,
      expect.stringMatching(/dropbox\+plain .*expired_access_token.*give it new ones/),
    ]);
    await connect("renewed", refreshing());
    expect((await send(platform, "GET", "/v1/data/dropbox+renewed://k")).text).toBe("x");
    await connect("revoked", { ...refreshing(), refresh_token: "another-refresh-token" });
    const revoked = await send(platform, "GET", "/v1/data/dropbox+revoked://k");
    expect([revoked.status, revoked.json.error.code, revoked.json.error.message]).toEqual([
      403,
      9110,
      expect.stringContaining("invalid_grant"),
    ]);
    expect(revoked.text).not.toMatch(/another-refresh|app-secret/);
    await send(platform, "DELETE", "/v1/data/dropbox+renewed://k");
  });

  test.each([
    [429, "too_many_requests/", 503, 9114],
    [401, "missing_scope/files.content.read/", 403, 9111],
    [500, "internal/", 502, 9117],
  ] as const)("Dropbox's %i %s comes as an error that says what to do", async (status, summary, told, code) => {
    await connect(`u${status}`, refreshing());
    await send(platform, "GET", `/v1/data/dropbox+u${status}://k`);
    server.refuse(status, summary);
    const reply = await send(platform, "GET", `/v1/data/dropbox+u${status}://k`);
    expect([reply.status, reply.json.error.code]).toEqual([told, code]);
  });

  test("a revision is reached by its own path only", async () => {
    await connect("narrow", refreshing(), { path: "open/*" });
    const secret = await send(platform, "PUT", "/v1/data/dropbox+lab://closed/k", { body: "secret" });
    await send(platform, "PUT", "/v1/data/dropbox+lab://open/k", { body: "open" });
    const version = secret.headers["x-version-id"];
    for (const method of ["GET", "HEAD"]) {
      expect((await send(platform, method, `/v1/data/dropbox+narrow://open/k?versionId=${version}`)).status).toBe(404);
    }
    expect((await send(platform, "GET", `/v1/data/dropbox+lab://closed/k?versionId=${version}`)).text).toBe("secret");
    for (const path of ["closed/k", "open/k"]) await send(platform, "DELETE", `/v1/data/dropbox+lab://${path}`);
  });

  test("large files go in a session and come back whole", async () => {
    const bytes = Buffer.alloc(20 * 1024 * 1024 + 1, "pieces");
    expect((await send(platform, "PUT", "/v1/data/dropbox+lab://large", { body: bytes })).status).toBe(200);
    expect((await send(platform, "GET", "/v1/data/dropbox+lab://large")).bytes.equals(bytes)).toBe(true);
    await send(platform, "DELETE", "/v1/data/dropbox+lab://large");
  });
});
