import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeAuthority, makeServer } from "../../../platform/tls/certificates";
import { keepGenerated } from "../../../platform/tls/generated";
import { machineNames } from "../../../platform/tls/names";
import { temporaryFolder } from "../api/support";

const root = temporaryFolder();
let number = 0;
const nextFolder = () => join(root, String(++number));
const names = machineNames("127.0.0.1");
const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000);

test("the certificate names this machine and passes the strictest check of OpenSSL", async () => {
  const folder = nextFolder();
  const { cert, ca } = await keepGenerated(folder, machineNames("platform.example.com"));
  const certificate = new X509Certificate(cert);
  for (const name of ["localhost", "platform.example.com"]) expect([name, certificate.checkHost(name)]).toEqual([name, name]);
  for (const address of ["127.0.0.1", "::1"]) expect(certificate.checkIP(address)).toBe(address);
  const verified = execFileSync("openssl", [
    "verify",
    "-x509_strict",
    "-purpose",
    "sslserver",
    "-CAfile",
    ca.file,
    join(folder, "server.pem"),
  ]);
  expect(verified.toString()).toContain("OK");
});

test("it is the same at the next start, in files that only their owner can read", async () => {
  const folder = nextFolder();
  const first = await keepGenerated(folder, names);
  expect(await keepGenerated(folder, names)).toEqual(first);
  for (const name of readdirSync(folder)) expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test("an expired one is renewed by the same authority, so that clients go on as they are", async () => {
  const folder = nextFolder();
  const { ca } = await keepGenerated(folder, names);
  const expired = await makeServer({ cert: ca.pem, key: readFileSync(join(folder, "ca.key"), "utf8") }, names, daysAgo(900));
  writeFileSync(join(folder, "server.pem"), expired.cert);
  writeFileSync(join(folder, "server.key"), expired.key);
  const renewed = await keepGenerated(folder, names);
  expect(renewed.ca).toEqual(ca);
  expect(Date.parse(new X509Certificate(renewed.cert).validTo)).toBeGreaterThan(Date.now());
  expect(new X509Certificate(renewed.cert).verify(new X509Certificate(ca.pem).publicKey)).toBe(true);
});

test("a new name makes a new certificate of the same authority; a damaged certificate does, too", async () => {
  const folder = nextFolder();
  const first = await keepGenerated(folder, names);
  const second = await keepGenerated(folder, [...names, "other.example.com"]);
  expect([second.ca, second.cert === first.cert]).toEqual([first.ca, false]);
  expect(await keepGenerated(folder, names)).toEqual(second);
  writeFileSync(join(folder, "server.pem"), "damaged");
  const third = await keepGenerated(folder, names);
  expect([third.ca, third.cert === second.cert]).toEqual([first.ca, false]);
});

test("an authority that runs out is replaced", async () => {
  const folder = nextFolder();
  await keepGenerated(folder, names);
  const old = await makeAuthority(daysAgo(3640));
  writeFileSync(join(folder, "ca.pem"), old.cert);
  writeFileSync(join(folder, "ca.key"), old.key);
  const { cert, ca } = await keepGenerated(folder, names);
  expect(ca.pem).not.toBe(old.cert);
  expect(new X509Certificate(cert).verify(new X509Certificate(ca.pem).publicKey)).toBe(true);
});

test.each([
  ["without its key", (folder: string) => rmSync(join(folder, "ca.key")), "ca.key is missing"],
  [
    "with another's key",
    (folder: string) => writeFileSync(join(folder, "ca.key"), readFileSync(join(folder, "server.key"))),
    "not the key",
  ],
  ["that is no certificate", (folder: string) => writeFileSync(join(folder, "ca.pem"), "damaged"), "is damaged"],
])("an authority %s is refused, as a new one would lock out all clients", async (_name, damage, message) => {
  const folder = nextFolder();
  await keepGenerated(folder, names);
  damage(folder);
  await expect(keepGenerated(folder, names)).rejects.toThrow(message);
  await expect(keepGenerated(folder, names)).rejects.toThrow(`Remove that folder to get a new one`);
});
