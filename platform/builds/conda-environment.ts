import { z } from "zod";
import { BuildFailure } from "./failure";
import { type Requirements, readRequirementsOf } from "./requirements";
import { readSourceFile } from "./source";

const file = "environment.yml";

// Where PyPI has what conda's channels have, but under another name.
const namesOnPypi = new Map([
  ["dask-core", "dask"],
  ["matplotlib-base", "matplotlib"],
  ["msgpack-python", "msgpack"],
  ["opencv", "opencv-python-headless"],
  ["py-opencv", "opencv-python-headless"],
  ["py-xgboost", "xgboost"],
  ["pytables", "tables"],
  ["python-graphviz", "graphviz"],
  ["pytorch", "torch"],
]);

const schema = z.object({ dependencies: z.array(z.union([z.string(), z.strictObject({ pip: z.array(z.string()).nullish() })])).nullish() });

/**
 * Reads `environment.yml` of a checkout as what pip installs: there is no conda here, so packages come from PyPI and channels are not asked.
 * The machine's Python is used whichever is asked for.
 *
 * @throws BuildFailure "requirements" for a file that is malformed, for versions that pip has no form for, and for paths of the repository
 */
export async function readCondaEnvironment(sourceDir: string, log: (text: string) => void): Promise<Requirements> {
  const text = await readSourceFile(sourceDir, file);
  const dependencies = parse(text ?? "").dependencies ?? [];
  const python = dependencies.find((one): one is string => typeof one === "string" && /^python\s*[=<>!~]/.test(one));
  if (dependencies.length > 0) log(`Packages of ${file} come from PyPI, channels are not asked\n`);
  if (python !== undefined) log(`${file} asks for '${python}'; the Python of this machine is used\n`);
  const lines = dependencies.flatMap((one) => (typeof one === "string" ? fromConda(one) : (one.pip ?? [])));
  const requirements = await readRequirementsOf(lines.join("\n"), file, sourceDir);
  if (!requirements.local) return requirements;
  throw new BuildFailure(
    "requirements",
    `${file} requires a path of the repository. Such a package is installed from requirements.txt, by python3.`,
  );
}

function parse(text: string): z.infer<typeof schema> {
  const { parse: parseYaml } = require("yaml") as typeof import("yaml");
  try {
    return schema.parse(parseYaml(text) ?? {});
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new BuildFailure("requirements", `${file} must have a list of texts, and of 'pip' with such a list, as 'dependencies': ${why}`);
  }
}

/** The requirement that a conda package means; none for what every environment has. */
function fromConda(dependency: string): string[] {
  const [, stated = "", version = ""] = /^(?:[^\s]*::)?([A-Za-z0-9_][A-Za-z0-9._-]*)(.*)$/.exec(dependency.trim()) ?? [];
  const name = stated.toLowerCase();
  if (name === "python" || name === "pip") return [];
  if (name === "") throw new BuildFailure("requirements", `${file}: '${dependency}' names no package.`);
  return [`${namesOnPypi.get(name) ?? name}${pipVersion(version.trim(), dependency)}`];
}

const one = "[0-9][A-Za-z0-9._*!+-]*";
const single = new RegExp(`^(?<any>=)?\\s*(?<version>${one})(?:(?:\\s*=\\s*|\\s+)(?<build>\\S+))?$`);
const compared = new RegExp(`^(?:[<>!=~]=|[<>])\\s*${one}(?:\\s*,\\s*(?:[<>!=~]=|[<>])\\s*${one})*$`);

/** `=1.2` means any 1.2 to conda; a third part names one of its own builds, which PyPI does not have. */
function pipVersion(stated: string, dependency: string): string {
  if (stated === "" || stated === "*") return "";
  if (compared.test(stated)) return stated.replace(/\s+/g, "");
  const { any, version = "", build } = single.exec(stated)?.groups ?? {};
  if (version === "") {
    throw new BuildFailure("requirements", `${file}: '${dependency}' cannot be told to pip. Write it as name, name=1.2 or name>=1.2,<2.`);
  }
  return any !== undefined && build === undefined && !version.endsWith("*") ? `==${version}.*` : `==${version}`;
}
