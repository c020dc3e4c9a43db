import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startPlatform } from "../../../platform/index";
import { prepareTls } from "../../../platform/tls";
import { makeAuthority, makeServer, type Pair } from "../../../platform/tls/certificates";
import { writeTrust } from "../../../platform/tls/trust";
import { send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
let authority: Pair;
let server: Pair;
beforeAll(async () => {
  authority = await makeAuthority();
  server = await makeServer(authority, ["localhost", "127.0.0.1"]);
});

const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const refused = async (cert: string, key: string, host = "127.0.0.1") =>
  prepareTls({ certFile: file("c.pem", cert), keyFile: file("c.key", key) }, folder, host).then(
    () => "accepted",
    (error: Error) => error.message,
  );

test("a platform serves HTTPS with the operator's certificate, and tells the authority that the chain ends with", async () => {
  const certFile = file("chain.pem", server.cert + authority.cert);
  const platform = await startPlatform({ tls: { certFile, keyFile: file("own.key", server.key) } });
  try {
    expect([platform.url, platform.caFile]).toEqual([expect.stringMatching(/^https:\/\/127\.0\.0\.1:/), certFile]);
    expect((await send(platform, "GET", "/platform/health", { key: null })).json).toEqual({ status: "ok" });
    expect((await send(platform, "GET", "/v1/data")).status).toBe(200);
  } finally {
    await platform.close();
  }
});

test("an authority of its own is named by a file; without one the certificate is taken for a public one", async () => {
  const own = { certFile: file("only.pem", server.cert), keyFile: file("only.key", server.key) };
  const asPublic = await prepareTls(own, folder, "127.0.0.1");
  expect([asPublic.caFile, asPublic.environment]).toEqual([undefined, {}]);
  const caFile = file("authority.pem", authority.cert);
  const prepared = await prepareTls({ ...own, caFile }, folder, "127.0.0.1");
  expect([prepared.caFile, prepared.environment.SSL_CERT_FILE]).toEqual([caFile, prepared.bundleFile]);
});

test("the platform calls itself by a name that the certificate holds", async () => {
  const { cert, key } = await makeServer(authority, ["localhost"]);
  const own = { certFile: file("l.pem", cert), keyFile: file("l.key", key) };
  expect((await prepareTls(own, folder, "127.0.0.1")).host).toBe("localhost");
  expect((await prepareTls(own, folder, "0.0.0.0")).host).toBe("localhost");
  const elsewhere = await makeServer(authority, ["platform.invalid", "*.platform.invalid"]);
  expect(await refused(elsewhere.cert, elsewhere.key)).toMatch(/is for platform\.invalid, not for 127\.0\.0\.1\. Start with --host/);
});

test("files that cannot serve are refused with the file and the reason", async () => {
  const other = await makeServer(authority, ["localhost"]);
  const past = await makeServer(authority, ["127.0.0.1"], new Date("2020-01-01"));
  const future = await makeServer(authority, ["127.0.0.1"], new Date(Date.now() + 3 * 24 * 60 * 60 * 1000));
  expect(await refused(server.cert, other.key)).toMatch(/key .*c\.key does not belong to the certificate in .*c\.pem/);
  expect(await refused(past.cert, past.key)).toMatch(/c\.pem has expired on 2022-/);
  expect(await refused(future.cert, future.key)).toMatch(/c\.pem is not valid before/);
  expect(await refused("words", server.key)).toMatch(/c\.pem holds no certificate in PEM form/);
  expect(await refused("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", server.key)).toMatch(/in .*c\.pem is damaged/);
  expect(await refused(server.cert, "words")).toMatch(/c\.key holds no private key/);
  const locked = execFileSync("openssl", ["pkey", "-aes256", "-passout", "pass:secret"], { input: server.key }).toString();
  expect(await refused(server.cert, locked)).toMatch(/protected by a passphrase/);
  await expect(prepareTls({ certFile: join(folder, "none"), keyFile: "none" }, folder, "127.0.0.1")).rejects.toThrow(/none cannot be read/);
});

test("the bundle for running algorithms holds the platform's authority and those that were trusted before", () => {
  const [before, extra] = [file("before.pem", "BEFORE\n"), file("extra.pem", "EXTRA")];
  const bundle = join(folder, "bundle.pem");
  const environment = writeTrust(bundle, "OURS", { SSL_CERT_FILE: before, NODE_EXTRA_CA_CERTS: extra });
  expect(readFileSync(bundle, "utf8")).toBe("OURS\nBEFORE\nEXTRA\n");
  expect(new Set(Object.values(environment))).toEqual(new Set([bundle]));
  writeTrust(bundle, "OURS", {});
  expect(readFileSync(bundle, "utf8")).toMatch(/^OURS\n[\s\S]*-----BEGIN CERTIFICATE-----/);
});
