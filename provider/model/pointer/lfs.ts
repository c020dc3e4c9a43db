import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { errors } from "../../errors";

/** What a Git LFS pointer says about the file it stands for. */
export interface LfsPointer {
  oid: string;
  sizeBytes?: number;
}

const beginning = "version https://git-lfs.github.com/spec/v1";

/** By the specification a pointer is shorter than this. */
const longestBytes = 1024;

/**
 * Refuses the text that Git LFS leaves where the real file was not fetched.
 *
 * @param path For reading and, as it was given, for the message. @param sizeBytes Of the file: a big one is not opened.
 * @throws MODEL_IS_LFS_POINTER, the file system's own error
 */
export async function refuseLfsPointer(path: string, sizeBytes: number): Promise<void> {
  const pointer = await readLfsPointer(path, sizeBytes);
  if (pointer) throw errors.MODEL_IS_LFS_POINTER(path, pointer.oid, pointer.sizeBytes, includePattern(path));
}

async function readLfsPointer(path: string, sizeBytes: number): Promise<LfsPointer | undefined> {
  if (sizeBytes < beginning.length || sizeBytes >= longestBytes) return undefined;
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longestBytes), 0, longestBytes, 0);
    const text = buffer.toString("latin1", 0, bytesRead);
    if (!text.startsWith(beginning)) return undefined;
    const oid = /^oid sha256:([0-9a-f]{1,64})\r?$/m.exec(text)?.[1] ?? "unknown";
    const size = /^size (\d{1,15})\r?$/m.exec(text)?.[1];
    return { oid, sizeBytes: size === undefined ? undefined : Number(size) };
  } finally {
    await file.close();
  }
}

/** As `git lfs pull --include` takes it: seen from the repository's root, quoted for a shell where a name asks for it. */
function includePattern(path: string): string {
  const absolute = resolve(path);
  const root = rootOf(dirname(absolute));
  const seen = root === undefined ? basename(absolute) : relative(root, absolute).split(sep).join("/");
  return /^[\w./-]+$/.test(seen) ? seen : `'${seen.replaceAll("'", "'\\''")}'`;
}

function rootOf(folder: string): string | undefined {
  if (existsSync(join(folder, ".git"))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : rootOf(above);
}
