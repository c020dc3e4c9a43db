import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";

/** What a build leaves in a version's folder for those who run it. */
export interface BuiltFiles {
  /** Checkout of the version's commit; the algorithm's working directory. */
  sourceDir: string;
  /** Python environment with the version's requirements, shared with other versions: never written to. */
  environmentDir: string;
  /** `src.<module>` is imported. */
  module: string;
}

const schema = z.object({ format: z.literal(1), language: z.literal("python3"), module: z.string(), environment: z.string() });
const fileName = "version.json";

/** Where a version's folder keeps the checkout. */
export function sourceDirOf(versionDir: string): string {
  return join(versionDir, "source");
}

/** Reads what the build of this version left. Throws when the folder is not a built version. */
export async function readBuiltVersion(versionDir: string): Promise<BuiltFiles> {
  const { module, environment } = schema.parse(JSON.parse(await readFile(join(versionDir, fileName), "utf8")));
  return { sourceDir: sourceDirOf(versionDir), environmentDir: resolve(versionDir, environment), module };
}

/** Records a build's result. `environment` is relative to the version's folder, so that a data folder can be moved. */
export async function writeBuiltVersion(versionDir: string, version: { module: string; environment: string }): Promise<void> {
  await writeFile(join(versionDir, fileName), `${JSON.stringify({ format: 1, language: "python3", ...version }, null, 2)}\n`);
}
