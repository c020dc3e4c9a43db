import { X509Certificate } from "node:crypto";
import { join } from "node:path";
import { keepGenerated } from "./generated";
import { machineNames, reachableName } from "./names";
import { type OwnCertificate, readOwn } from "./own";
import { writeTrust } from "./trust";

export type { OwnCertificate } from "./own";

/** What a platform serves HTTPS with. */
export interface Tls {
  /** PEM of the certificate, with its chain. */
  cert: string;
  /** PEM of its private key. */
  key: string;
  /** Host name under which clients on this machine reach the platform, and which the certificate names. */
  host: string;
  /** File with the authority that clients have to trust; absent when nothing tells that they do not trust it already. */
  caFile?: string;
  /** File with that authority and those that this machine trusts anyway, for clients that read one file only. */
  bundleFile?: string;
  /** Until when the certificate is valid. */
  validTo: Date;
  /** Variables that let Python, git, curl and Node in builds and running algorithms trust the platform. */
  environment: Record<string, string>;
}

/**
 * Readies HTTPS: with the operator's own certificate, or with one that is made, kept in `folder` and renewed when it runs out.
 *
 * @param own the operator's files, or true for a generated certificate
 * @param folder where what is generated is kept; created when it is missing, readable by its owner only
 * @param host address that the platform listens on
 * @throws Error that names the file and what is wrong with it
 * @example
 * const { cert, key, caFile } = await prepareTls(true, "/data/tls", "127.0.0.1");
 */
export async function prepareTls(own: true | OwnCertificate, folder: string, host: string): Promise<Tls> {
  const { cert, key, ca } = own === true ? await keepGenerated(folder, machineNames(host)) : readOwn(own);
  const served = { cert, key, host: await reachableName(host, cert), validTo: new Date(new X509Certificate(cert).validTo) };
  if (ca === undefined) return { ...served, environment: {} };
  const bundleFile = join(folder, "bundle.pem");
  return { ...served, caFile: ca.file, bundleFile, environment: writeTrust(bundleFile, ca.pem) };
}
