import { resolve } from "node:path";
import type { IsolationKind } from "../runner/isolation";
import { nameFolders } from "../store/folders";
import { lockHolder } from "../store/lock";
import { readAddress } from "./address";

/** The platform that owns a data folder. The address is missing while it still starts. */
export interface RunningPlatform {
  pid: number;
  url?: string;
  version?: string;
  since?: string;
  caFile?: string;
  isolation?: IsolationKind;
}

/** Finds the living platform of a data folder by the folder's lock; undefined when none runs. Creates and changes nothing. */
export function findRunning(dataDir: string): RunningPlatform | undefined {
  const { lock, address: addressFile } = nameFolders(resolve(dataDir));
  const pid = lockHolder(lock);
  if (pid === undefined) return undefined;
  const address = readAddress(addressFile);
  return address?.pid === pid ? address : { pid };
}
