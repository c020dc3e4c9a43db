import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { errors } from "../../errors";
import { type DvcFile, readDvcFile } from "./dvc-file";

/** Where the bytes of a model lie, and the name that the model goes by. */
export interface Place {
  path: string;
  name?: string;
}

/** The md5 of a file's bytes, from a cache where it is known: a second preview reads no byte of it. */
export type Md5Of = (path: string) => Promise<string>;

/**
 * Follows a DVC pointer to the bytes it stands for: `x.pkl.dvc` itself, or a missing `x.pkl` beside which `x.pkl.dvc` stands.
 * The file in the workspace counts when it has the recorded md5, then the one in the repository's `.dvc/cache`; of a folder
 * whatever is in the workspace.
 *
 * @returns undefined for everything that DVC has nothing to do with.
 * @throws MODEL_IS_DVC_POINTER, MODEL_DVC_FILE_MALFORMED
 * @example (await followDvc("models/sentiment.pkl", md5Of))?.path // ".dvc/cache/files/md5/01/23…"
 */
export async function followDvc(path: string, md5Of: Md5Of): Promise<Place | undefined> {
  const pointer = dvcFileFor(path);
  if (pointer === undefined) return undefined;
  const file = await readDvcFile(pointer);
  const { workspacePath, name, md5, kind } = file;
  if (kind === "directory") {
    if (isKind(workspacePath, kind)) return { path: workspacePath };
    throw missing(path, file);
  }
  for (const candidate of [workspacePath, ...cached(pointer, md5)]) {
    // What was cut off by an interrupted `dvc push` or copy lies there under the right name with other bytes.
    if (isKind(candidate, "file") && (await md5Of(candidate)) === md5) return { path: candidate, name };
  }
  throw missing(path, file);
}

function dvcFileFor(path: string): string | undefined {
  if (path.endsWith(".dvc") && basename(path) !== ".dvc") return isKind(path, "file") ? path : undefined;
  const beside = `${path.replace(/[/\\]+$/, "")}.dvc`;
  return !existsSync(path) && isKind(beside, "file") ? beside : undefined;
}

/** DVC 3 keeps files below `files/md5/`, older ones right in the cache, and DVC 3 still reads those. */
function cached(pointer: string, md5: string): string[] {
  const repository = repositoryOf(dirname(resolve(pointer)));
  if (repository === undefined) return [];
  const cache = join(repository, ".dvc", "cache");
  return [join(cache, "files", "md5"), cache].map((folder) => join(folder, md5.slice(0, 2), md5.slice(2)));
}

function repositoryOf(folder: string): string | undefined {
  if (isKind(join(folder, ".dvc"), "directory")) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : repositoryOf(above);
}

function isKind(path: string, kind: "file" | "directory"): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return kind === "file" ? stats?.isFile() === true : stats?.isDirectory() === true;
}

function missing(given: string, { md5, sizeBytes, path }: DvcFile): Error {
  const quoted = /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
  return errors.MODEL_IS_DVC_POINTER(given, md5, sizeBytes, quoted);
}
