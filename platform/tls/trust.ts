import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { rootCertificates } from "node:tls";

/** Where Linux distributions keep the authorities that a machine trusts. */
const systemFiles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/** Programs read one file instead of their usual authorities; Node's is read besides its own. */
const variables = ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO", "NODE_EXTRA_CA_CERTS"];

/**
 * Writes a file with the platform's authority and those that this machine trusts anyway, so that a program that reads it
 * still reaches everything else; returns the variables that lead programs to it.
 */
export function writeTrust(bundleFile: string, ca: string, environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const usual = [environment.REQUESTS_CA_BUNDLE, environment.SSL_CERT_FILE, ...systemFiles].map(readable).find((pem) => pem !== undefined);
  const extra = readable(environment.NODE_EXTRA_CA_CERTS);
  const parts = [ca, usual ?? rootCertificates.join("\n"), extra].filter((pem): pem is string => pem !== undefined);
  mkdirSync(dirname(bundleFile), { recursive: true, mode: 0o700 });
  // Nothing in it is secret, and an isolated algorithm that reads it may have a user of its own.
  writeFileSync(bundleFile, parts.map((pem) => `${pem.trim()}\n`).join(""), { mode: 0o644 });
  return Object.fromEntries(variables.map((name) => [name, bundleFile]));
}

function readable(file: string | undefined): string | undefined {
  try {
    return file ? readFileSync(file, "utf8") : undefined;
  } catch {
    return undefined;
  }
}
