import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** An operator's own certificate, as files. */
export interface OwnCertificate {
  /** PEM: the certificate, then those that lead to its authority. */
  certFile: string;
  /** PEM of its private key, without a passphrase. */
  keyFile: string;
  /** PEM of the authority that clients must trust, when it is none that they trust anyway; a self-signed end of the chain is found by itself. */
  caFile?: string;
}

/**
 * Reads an operator's certificate and checks that it can serve now.
 *
 * @throws Error that names the file and says what is wrong with it
 */
export function readOwn({ certFile, keyFile, caFile }: OwnCertificate): { cert: string; key: string; ca?: { pem: string; file: string } } {
  const cert = read(certFile, "TLS certificate");
  const key = read(keyFile, "TLS key");
  const chain = readChain(cert, certFile);
  const privateKey = readKey(key, keyFile);
  const [certificate] = chain;
  if (!certificate!.checkPrivateKey(privateKey))
    throw new Error(`The TLS key ${resolve(keyFile)} does not belong to the certificate in ${resolve(certFile)}.`);
  checkValidity(certificate!, certFile);
  return { cert, key, ca: authority(chain, certFile, caFile) };
}

function readChain(pem: string, file: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new Error(`${resolve(file)} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).`);
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch (error) {
    throw new Error(`A certificate in ${resolve(file)} is damaged: ${(error as Error).message}`);
  }
}

function readKey(pem: string, file: string) {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    if (/ENCRYPTED/.test(pem))
      throw new Error(
        `The TLS key ${resolve(file)} is protected by a passphrase. Write it without one: openssl pkey -in ${file} -out plain.key`,
      );
    throw new Error(`${resolve(file)} holds no private key in PEM form: ${(error as Error).message}`);
  }
}

function checkValidity({ validFrom, validTo }: X509Certificate, file: string): void {
  const now = Date.now();
  if (Date.parse(validTo) <= now) throw new Error(`The TLS certificate ${resolve(file)} has expired on ${iso(validTo)}. Renew it.`);
  if (Date.parse(validFrom) > now) throw new Error(`The TLS certificate ${resolve(file)} is not valid before ${iso(validFrom)}.`);
}

function authority(chain: X509Certificate[], certFile: string, caFile?: string): { pem: string; file: string } | undefined {
  if (caFile !== undefined) {
    const pem = read(caFile, "TLS authority");
    readChain(pem, caFile);
    return { pem, file: resolve(caFile) };
  }
  const last = chain.at(-1)!;
  return last.checkIssued(last) ? { pem: last.toString(), file: resolve(certFile) } : undefined;
}

function read(file: string, what: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`The ${what} ${resolve(file)} cannot be read: ${(error as Error).message}`);
  }
}

function iso(date: string): string {
  return new Date(date).toISOString();
}
