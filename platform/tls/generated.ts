import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { writeWhole } from "../store/write-whole";
import type { Pair } from "./certificates";

const renewDays = 30;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * A certificate for `names` from an authority of the platform's own, both kept in `folder`. Clients trust the authority, which lives ten
 * years: they need not be told when the certificate is made anew, at the first start with fewer than 30 days left or with a new name.
 *
 * @throws Error when the kept authority is damaged: another one would lock out all clients
 */
export async function keepGenerated(folder: string, names: string[]): Promise<Pair & { ca: { pem: string; file: string } }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [caFile, certFile, keyFile] = [join(folder, "ca.pem"), join(folder, "server.pem"), join(folder, "server.key")];
  const authority = readAuthority(folder) ?? (await newAuthority(folder));
  const ca = { pem: authority.cert, file: caFile };
  const kept = readPair(certFile, keyFile);
  if (kept && serves(kept, authority, names)) return { ...kept, ca };
  const made = await library().makeServer(authority, names);
  writeWhole(keyFile, made.key);
  writeWhole(certFile, made.cert);
  return { ...made, ca };
}

/** Makes and keeps an authority; its key first, because an authority counts from when its certificate is there. */
async function newAuthority(folder: string): Promise<Pair> {
  const made = await library().makeAuthority();
  writeWhole(join(folder, "ca.key"), made.key);
  writeWhole(join(folder, "ca.pem"), made.cert);
  return made;
}

/** The kept authority; undefined when there is none or it runs out. */
function readAuthority(folder: string): Pair | undefined {
  const cert = read(join(folder, "ca.pem"));
  if (cert === undefined) return undefined;
  const key = read(join(folder, "ca.key"));
  try {
    if (key === undefined) throw new Error("ca.key is missing");
    const certificate = new X509Certificate(cert);
    if (!certificate.checkPrivateKey(createPrivateKey(key))) throw new Error("ca.key is not the key of ca.pem");
    return lasts(certificate) ? { cert, key } : undefined;
  } catch (error) {
    throw new Error(
      `The certificate authority in ${folder} is damaged: ${(error as Error).message}. Remove that folder to get a new one, which clients then have to trust.`,
    );
  }
}

/** A half-written or damaged pair counts as none: nobody trusts it by itself. */
function readPair(certFile: string, keyFile: string): Pair | undefined {
  const [cert, key] = [read(certFile), read(keyFile)];
  try {
    if (cert === undefined || key === undefined) return undefined;
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)) ? { cert, key } : undefined;
  } catch {
    return undefined;
  }
}

function serves({ cert }: Pair, authority: Pair, names: string[]): boolean {
  const certificate = new X509Certificate(cert);
  return (
    certificate.verify(new X509Certificate(authority.cert).publicKey) &&
    lasts(certificate) &&
    names.every((name) => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined)
  );
}

function lasts({ validTo }: X509Certificate): boolean {
  return Date.parse(validTo) - Date.now() > renewDays * dayMs;
}

/** Loaded when something is made: it takes a fifth of a second. */
function library(): typeof import("./certificates") {
  return require("./certificates");
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
