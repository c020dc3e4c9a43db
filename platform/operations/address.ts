import { readFileSync, rmSync } from "node:fs";
import { z } from "zod";
import { type IsolationKind, isolationKinds } from "../runner/isolation/contract";
import { writeWhole } from "../store/write-whole";
import { packageVersion } from "./package-version";

/** Where the owner of a data folder can be reached; written once it accepts requests. Holds no keys. */
export interface Address {
  pid: number;
  url: string;
  /** Version of the platform's package. */
  version: string;
  /** When it began to accept requests, ISO 8601 in UTC. */
  since: string;
  /** File with the authority that clients have to trust, when it serves HTTPS with one of its own. */
  caFile?: string;
  /** What keeps algorithms from each other there. */
  isolation: IsolationKind;
}

/** Records the address beside the lock; returns how to remove it. */
export function recordAddress(file: string, { url, caFile, isolation }: Pick<Address, "url" | "caFile" | "isolation">): () => void {
  const address: Address = { pid: process.pid, url, version: packageVersion(), since: new Date().toISOString(), caFile, isolation };
  writeWhole(file, `${JSON.stringify(address)}\n`);
  return () => rmSync(file, { force: true });
}

/** The recorded address, or undefined when there is none or it is unreadable. It may be that of a dead process: compare the pid with the lock's. */
export function readAddress(file: string): Address | undefined {
  const schema = z.object({
    pid: z.number(),
    url: z.string(),
    version: z.string(),
    since: z.string(),
    caFile: z.string().optional(),
    isolation: z.enum(isolationKinds),
  });
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
