import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { type Folders, nameFolders } from "../store/folders";
import { DataFolderInUse, takeLock } from "../store/lock";

/**
 * Does `work` on the data folder of a platform that does not run, and keeps one from starting meanwhile.
 *
 * @throws Error when the folder is no platform's, or its platform runs
 */
export async function withStoppedPlatform<T>(dataDir: string, work: (folders: Folders) => Promise<T>): Promise<T> {
  const folders = nameFolders(resolve(dataDir));
  if (!existsSync(folders.database))
    throw new Error(`${folders.root} is not the data folder of a platform: it has no ${basename(folders.database)}.`);
  const release = take(folders);
  try {
    return await work(folders);
  } finally {
    release();
  }
}

/** Names of everything that a data folder keeps, the database first: what it does not name is swept at the next start. */
export function keptNames(folders: Folders): string[] {
  const { database, credentials, secretsKey, tls, files, repositories, versions, logs, environments } = folders;
  const wal = [`${database}-wal`, `${database}-shm`];
  const all = [database, ...wal, credentials, secretsKey, tls, files, repositories, versions, logs, environments];
  return all.map((path) => basename(path));
}

function take({ root, lock }: Folders): () => void {
  try {
    return takeLock(lock);
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) throw error;
    throw new Error(
      `The data folder ${root} is in use by the platform with process id ${error.pid}. Stop it first: algorithmia-platform stop --data ${root}`,
    );
  }
}
