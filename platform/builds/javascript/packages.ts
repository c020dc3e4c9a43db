import { createHash } from "node:crypto";
import { z } from "zod";
import { BuildFailure } from "../failure";
import { readSourceFile } from "../source";

/** What a JavaScript algorithm asks to be installed, as far as it decides what its environment holds. */
export interface Packages {
  /** The fields of package.json that npm installs by. */
  manifest: Record<string, unknown>;
  /** What the packages are called that are asked for; none: nothing is installed. */
  names: string[];
  /** Packages whose install scripts are run, as `name` or `name@version`: those that package.json allows. */
  scripts: string[];
  /** Files that npm reads beside package.json, by name: a lock, `.npmrc`. */
  files: Record<string, string>;
  /** npm installs exactly what the lock says. */
  locked: boolean;
  /** There is a script `test`. */
  tested: boolean;
  /** It may need what only development asks for: that is installed, too. */
  development: boolean;
}

const dependencies = z.record(z.string(), z.string());
const manifestSchema = z.object({
  dependencies: dependencies.optional(),
  devDependencies: dependencies.optional(),
  optionalDependencies: dependencies.optional(),
  peerDependencies: dependencies.optional(),
  overrides: z.record(z.string(), z.unknown()).optional(),
  allowScripts: z.record(z.string(), z.boolean()).optional(),
  scripts: z.object({ test: z.string().optional() }).optional(),
});
// What `npm init` writes.
const noTests = /^echo "Error: no test specified"/;
const locks = ["npm-shrinkwrap.json", "package-lock.json"];

/**
 * Reads package.json of a checkout, with the lock beside it.
 *
 * @throws BuildFailure "requirements" when it is malformed or requires a package by a path of the repository
 */
export async function readPackages(sourceDir: string): Promise<Packages> {
  const { allowScripts = {}, scripts = {}, ...manifest } = parse(await readSourceFile(sourceDir, "package.json"));
  const files: Record<string, string> = {};
  for (const name of [...locks, ".npmrc"]) {
    const text = await readSourceFile(sourceDir, name);
    if (text !== undefined) files[name] = text;
  }
  const tested = scripts.test !== undefined && !noTests.test(scripts.test);
  const locked = locks.some((name) => name in files);
  const development = tested && Object.keys(manifest.devDependencies ?? {}).length > 0;
  // npm compares a lock with all of package.json.
  if (!development && !locked) delete manifest.devDependencies;
  const installed = { ...manifest.dependencies, ...manifest.optionalDependencies, ...(development && manifest.devDependencies) };
  for (const [name, wanted] of Object.entries({ ...installed, ...manifest.peerDependencies })) requireElsewhere(name, wanted);
  return {
    manifest,
    names: Object.keys(installed),
    scripts: Object.keys(allowScripts).filter((name) => allowScripts[name]),
    files,
    locked,
    tested,
    development,
  };
}

/** The key of the environment that holds these packages. Compiled packages fit one version of Node's interface only. */
export function keyOfPackages({ manifest, names, scripts, files, development }: Packages): string {
  const parts =
    names.length === 0 ? ["none"] : [process.versions.modules, process.platform, process.arch, manifest, scripts, files, development];
  return createHash("sha256")
    .update(JSON.stringify(["javascript", 1, parts]))
    .digest("hex")
    .slice(0, 32);
}

function parse(text: string | undefined): z.infer<typeof manifestSchema> {
  try {
    return text === undefined ? {} : manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new BuildFailure("requirements", `package.json cannot be read: ${why}`);
  }
}

/** The environment is shared with other commits and algorithms, so nothing of this one can be a part of it. */
function requireElsewhere(name: string, wanted: string): void {
  if (!/^(file:|link:|workspace:|\.{0,2}\/|~\/)/.test(wanted)) return;
  throw new BuildFailure(
    "requirements",
    `package.json requires ${name} by a path (${wanted}). Load files of the repository by their relative path, such as require("../lib").`,
  );
}
