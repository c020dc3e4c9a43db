import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { ListedName } from "./catalog";
import { templateFiles } from "./templates";

/**
 * Packs the files of a new algorithm as a tar.gz, the same bytes each time. It builds as it is in any algorithm's repository: its module is called
 * Algorithm, which needs no other name.
 */
export async function templateArchive(language: ListedName): Promise<Buffer> {
  // Few ask for it, and the platform must start quickly.
  const { pack } = require("tar-stream") as typeof import("tar-stream");
  const archive = pack();
  for (const [name, text] of Object.entries(templateFiles(language, "__USERNAME__", "Algorithm")))
    archive.entry({ name, mtime: new Date(0) }, text);
  archive.finalize();
  return promisify(gzip)(await buffer(archive));
}
