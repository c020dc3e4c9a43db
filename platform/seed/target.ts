import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { startPlatform } from "../index";
import { findRunning } from "../operations/running";
import { readCredentials } from "../store/credentials";
import { nameFolders } from "../store/folders";
import { createApi, type Target } from "./api";
import { accountOf } from "./users";

/** A target and the account it was started for; `close()` ends the platform where it was started for this. */
export interface OpenTarget extends Target {
  owner: string;
  /** File with the authority of its certificate. */
  caFile?: string;
  close(): Promise<void>;
}

/**
 * The platform of a data folder: the running one, or where none runs one that is started for as long as it is needed, on a free port of
 * this machine.
 *
 * @param owner account that a new folder is started for
 * @param dryRun leave a folder that holds nothing yet as it is, and answer with an empty platform instead
 */
export async function openDataFolder(
  dataDir: string,
  { owner, dryRun = false }: { owner?: string; dryRun?: boolean },
): Promise<OpenTarget> {
  const declared = nameFolders(resolve(dataDir));
  const running = findRunning(dataDir);
  if (running && running.url === undefined)
    throw new Error(`The platform of ${declared.root} is still starting (process id ${running.pid}). Try again when it is ready.`);
  const known = Object.keys(readCredentials(declared.credentials).apiKeys)[0];
  const substitute = dryRun && !existsSync(declared.database);
  const started = running ? undefined : await startPlatform({ dataDir: substitute ? undefined : dataDir, owner: owner ?? known });
  const folders = started ? nameFolders(started.dataDir) : declared;
  const { adminKey, apiKeys } = readCredentials(folders.credentials);
  return {
    url: started?.url ?? running!.url!,
    caFile: running?.caFile,
    ca: running?.caFile === undefined ? undefined : readFileSync(running.caFile, "utf8"),
    adminKey,
    keys: new Map(Object.entries(apiKeys).map(([name, key]) => [name.toLowerCase(), key])),
    owner: started?.owner ?? known ?? "demo",
    close: async () => started?.close({ drainSeconds: 10 }),
  };
}

/**
 * A platform at an address, with the keys of the environment: ALGORITHMIA_API_KEY, and for users ALGORITHMIA_ADMIN_KEY.
 *
 * @throws Error when the first is missing or opens no account there
 */
export async function openAddress(address: string, caFile: string | undefined, environment = process.env): Promise<OpenTarget> {
  const { ALGORITHMIA_API_KEY: key, ALGORITHMIA_ADMIN_KEY: adminKey } = environment;
  if (!key) throw new Error("ALGORITHMIA_API_KEY is not set. It names the key that opens the platform.");
  const url = address.replace(/\/+$/, "");
  const ca = caFile === undefined ? undefined : readFileSync(caFile, "utf8");
  const api = createApi({ url, ca });
  try {
    const owner = accountOf((await api.send({ method: "GET", path: "/v1/data", key })).json);
    if (owner === undefined) throw new Error(`${url}/v1/data does not tell whose key ALGORITHMIA_API_KEY is. Is it a platform's address?`);
    return { url, ca, caFile, adminKey: adminKey || undefined, keys: new Map([[owner.toLowerCase(), key]]), owner, close: async () => {} };
  } finally {
    await api.close();
  }
}
