import { X509Certificate } from "node:crypto";
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { hostname, networkInterfaces } from "node:os";

const everyAddress = new Set(["0.0.0.0", "::"]);

/** The names by which a platform that listens on `host` may be called: this machine's own, `host`, and all addresses when it listens on all. */
export function machineNames(host: string): string[] {
  const addresses = everyAddress.has(host)
    ? Object.values(networkInterfaces()).flatMap((found) => (found ?? []).map(({ address }) => address.split("%")[0]!))
    : [host];
  return [...new Set(["localhost", "127.0.0.1", "::1", hostname(), ...addresses])].filter((name) => name !== "");
}

/** The address that stands for `host` in an address of this machine, also when that means all addresses. */
export function clientHost(host: string): string {
  return host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
}

/**
 * The name under which clients here, running algorithms among them, reach the platform: one that its certificate holds.
 *
 * @throws Error when there is none: every call back to the platform would fail
 */
export async function reachableName(host: string, cert: string): Promise<string> {
  const certificate = new X509Certificate(cert);
  const wanted = clientHost(host);
  if (holds(certificate, wanted)) return wanted;
  const names = namesOf(certificate);
  for (const name of names) {
    if (await isThisHost(name, host)) return name;
  }
  throw new Error(
    `The TLS certificate is for ${names.join(", ") || "no host"}, not for ${wanted}. Start with --host and a name that it holds and that leads to this machine.`,
  );
}

function holds(certificate: X509Certificate, name: string): boolean {
  return (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined;
}

/** Host names and addresses of a certificate, without patterns. */
function namesOf({ subjectAltName }: X509Certificate): string[] {
  const found = [...(subjectAltName ?? "").matchAll(/(?:DNS|IP Address):([^,\s]+)/g)].map(([, name]) => name!);
  return found.filter((name) => !name.includes("*"));
}

/** True when connecting to `name` reaches a platform that listens on `host`. */
async function isThisHost(name: string, host: string): Promise<boolean> {
  const addresses = await lookup(name, { all: true }).catch(() => []);
  if (everyAddress.has(host)) return addresses.length > 0;
  const own = await lookup(host, { all: true }).catch(() => []);
  return addresses.some(({ address }) => own.some((mine) => mine.address === address));
}
