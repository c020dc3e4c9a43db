import { createHash } from "node:crypto";
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { errors } from "../../errors";
import { type FileStamp, type Stamped, stampFile } from "../file-stamp";

/** One file of a model folder. */
export interface FolderFile {
  /** As the archive names it: relative to the folder, forward slashes, Unicode form NFC. */
  name: string;
  /** Where its bytes are. */
  path: string;
  stamp: FileStamp;
  sizeBytes: number;
}

/** What is in a model folder, in the order of the archive, with one stamp for all of it. */
export interface FolderListing extends Stamped {
  path: string;
  files: FolderFile[];
}

/** Left out wherever they are: they come and go with the machine, not with the model. `docs/model-files.md` lists them. */
const leftOut = new Set([".git", ".DS_Store", "Thumbs.db", "desktop.ini", "__pycache__"]);

/** Hugging Face's downloader notes times and locks there, beside the files it fetched. */
const downloaderNotes = ".cache/huggingface";

/** Links can make a small folder endless without a circle (two links a level, forty levels); nobody has so many files in a model. */
const mostFiles = 1_000_000;

/**
 * Lists a folder that is a model: regular files only, links followed, sorted by the UTF-8 bytes of their names.
 *
 * `stamp` changes with every file that is added, removed, renamed or written; `sizeBytes` is the sum of the files.
 *
 * @throws MODEL_FOLDER_EMPTY, MODEL_FOLDER_UNUSABLE, MODEL_BEING_WRITTEN
 * @example listFolder("models/bert").files.map(({ name }) => name) // ["config.json", "model.safetensors"]
 */
export function listFolder(path: string): FolderListing {
  const found: FolderFile[] = [];
  const root = stampFile(path);
  let changedMs = root.changedMs;
  walk(path, "", [root.id]);
  if (found.length === 0) throw errors.MODEL_FOLDER_EMPTY(path);

  const sorted = found.map((file) => ({ file, key: Buffer.from(file.name) })).sort((one, other) => one.key.compare(other.key));
  const files = sorted.map(({ file }) => file);
  refuseEqualNames(path, files);
  return { path, files, kind: "directory", id: root.id, changedMs, stamp: stampOfAll(files), sizeBytes: sumOf(files) };

  function walk(folder: string, prefix: string, above: readonly string[]): void {
    for (const entry of namesIn(path, folder)) {
      const name = `${prefix}${entry.normalize("NFC")}`;
      if (leftOut.has(entry) || name === downloaderNotes) continue;
      const inside = join(folder, entry);
      const stamped = stampInside(path, name, inside);
      changedMs = Math.max(changedMs, stamped.changedMs);
      if (stamped.kind === "other") throw errors.MODEL_FOLDER_UNUSABLE(path, name, "is neither a file nor a folder");
      if (stamped.kind === "file") {
        found.push({ name, path: inside, stamp: stamped.stamp, sizeBytes: stamped.sizeBytes });
        if (found.length > mostFiles) throw errors.MODEL_FOLDER_UNUSABLE(path, name, `comes after ${mostFiles} files`);
      } else {
        if (above.includes(stamped.id)) throw errors.MODEL_FOLDER_UNUSABLE(path, name, "is a link that leads in a circle");
        walk(inside, `${name}/`, [...above, stamped.id]);
      }
    }
  }
}

function namesIn(root: string, folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (folder === root) throw error;
    throw unusable(root, folder.slice(root.length + 1), error);
  }
}

function stampInside(root: string, name: string, path: string): Stamped {
  try {
    return stampFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ELOOP") throw errors.MODEL_FOLDER_UNUSABLE(root, name, "is a link that leads in a circle");
    if (code !== "ENOENT") throw unusable(root, name, error);
    // The name as Node decoded it is not the name on the disk.
    if (name.includes("\uFFFD")) throw errors.MODEL_FOLDER_UNUSABLE(root, name, "has a name that is not UTF-8");
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
      throw errors.MODEL_FOLDER_UNUSABLE(root, name, "is a link to nothing");
    throw errors.MODEL_BEING_WRITTEN(root, 1);
  }
}

function unusable(root: string, name: string, error: unknown): Error {
  return errors.MODEL_FOLDER_UNUSABLE(root, name, `cannot be read (${(error as Error).message.replace(/, \w+ '.*$/s, "")})`);
}

/** Two spellings of `ü` are two names on Linux and one on macOS. */
function refuseEqualNames(root: string, files: readonly FolderFile[]): void {
  files.forEach(({ name }, index) => {
    if (files[index + 1]?.name === name)
      throw errors.MODEL_FOLDER_UNUSABLE(root, name, "is there twice, in two spellings of the same Unicode text");
  });
}

function stampOfAll(files: readonly FolderFile[]): FileStamp {
  const hash = createHash("sha256");
  for (const { name, stamp } of files) hash.update(`${name}\0${stamp}\0`);
  return `files=${files.length} listing=${hash.digest("hex")}`;
}

const sumOf = (files: readonly FolderFile[]) => files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
