import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";

/** Languages that are built and run here. */
export type Language = "python3" | "javascript";

/** What a build leaves in a version's folder for those who run it. */
export interface BuiltFiles {
  language: Language;
  /** Checkout of the version's commit; the algorithm's working directory. */
  sourceDir: string;
  /** What the version requires, shared with other versions: a Python environment, or a folder with `node_modules`. Never written to. */
  environmentDir: string;
  /** What is loaded: `src.<module>` is imported in Python; in JavaScript a path below the checkout. */
  module: string;
  /** The Python that runs the instance, or guards it. */
  python: string;
}

const common = { format: z.literal(1), module: z.string(), environment: z.string() };
const schema = z.discriminatedUnion("language", [
  z.object({ ...common, language: z.literal("python3") }),
  z.object({ ...common, language: z.literal("javascript"), python: z.string() }),
]);
const fileName = "version.json";

/** A build's result. `environment` is relative to the version's folder, so that a data folder can be moved. */
export type BuildResult =
  | { language: "python3"; module: string; environment: string }
  | { language: "javascript"; module: string; environment: string; python: string };

/** Where a version's folder keeps the checkout. */
export function sourceDirOf(versionDir: string): string {
  return join(versionDir, "source");
}

/** Reads what the build of this version left. Throws when the folder is not a built version. */
export async function readBuiltVersion(versionDir: string): Promise<BuiltFiles> {
  const version = schema.parse(JSON.parse(await readFile(join(versionDir, fileName), "utf8")));
  const environmentDir = resolve(versionDir, version.environment);
  const python = version.language === "python3" ? join(environmentDir, "bin", "python") : version.python;
  return { language: version.language, sourceDir: sourceDirOf(versionDir), environmentDir, module: version.module, python };
}

/** Records a build's result. */
export async function writeBuiltVersion(versionDir: string, result: BuildResult): Promise<void> {
  await writeFile(join(versionDir, fileName), `${JSON.stringify({ format: 1, ...result }, null, 2)}\n`);
}
