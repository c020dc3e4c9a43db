import { readdir, readFile, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { z } from "zod";
import { BuildFailure } from "./failure";

/** What a checkout says about the algorithm in it. */
export interface Source {
  /** `src.<module>` is imported to run it. */
  module: string;
  /** The language as the algorithm states it. */
  language: string;
}

// "langauge" is how the python3 template of Algorithmia spells it.
const configuration = z.object({ algoname: z.string().optional(), language: z.string().optional(), langauge: z.string().optional() });

/**
 * Finds out what language an algorithm is written in and which module runs it.
 *
 * @param sourceDir checkout
 * @param name the repository's name: the module's, where `algorithmia.conf` names none
 * @throws BuildFailure "language" when it is not Python 3 or `algorithmia.conf` is malformed; "import" when the module is missing
 */
export async function describeSource(sourceDir: string, name: string): Promise<Source> {
  const conf = await readConfiguration(sourceDir);
  const language = conf.language ?? conf.langauge ?? "python3";
  requirePython(language);
  // A template that was copied by hand still has its placeholder.
  const stated = conf.algoname === undefined || conf.algoname.startsWith("__") ? name : conf.algoname;
  return { module: await findModule(sourceDir, stated), language };
}

/** Reads a file of the checkout; undefined when there is none. A link that leads out of the checkout is refused. */
export async function readSourceFile(sourceDir: string, path: string): Promise<string | undefined> {
  const root = await realpath(sourceDir);
  try {
    const file = await realpath(join(root, path));
    if (!file.startsWith(root + sep)) throw new BuildFailure("clone", `${path} leads out of the repository. Put the file itself there.`);
    return await readFile(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (code === "EISDIR") throw new BuildFailure("clone", `${path} is a folder, not a file.`);
    throw error;
  }
}

async function readConfiguration(sourceDir: string): Promise<z.infer<typeof configuration>> {
  const text = await readSourceFile(sourceDir, "algorithmia.conf");
  if (text === undefined) return {};
  try {
    return configuration.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new BuildFailure("language", `algorithmia.conf must be a JSON object with the texts "algoname" and "language": ${why}`);
  }
}

/** Algorithmia's names for Python 3: python3, python3.7, python-3.x-1, python3-1, python37, python38-tensorflow… */
function requirePython(language: string): void {
  if (/^python[-_]?3/i.test(language) || /^python$/i.test(language)) return;
  throw new BuildFailure(
    "language",
    `This platform builds Python 3 algorithms; algorithmia.conf says '${language}'. Set "language": "python3" if the source is Python 3.`,
  );
}

async function findModule(sourceDir: string, name: string): Promise<string> {
  const files = await readdir(join(sourceDir, "src")).catch(() => []);
  const modules = files.filter((file) => file.endsWith(".py")).map((file) => file.slice(0, -".py".length));
  // The ADK's pages name the file Algorithm.py whatever the algorithm is called.
  const found =
    modules.find((module) => module === name) ??
    modules.find((module) => module.toLowerCase() === name.toLowerCase()) ??
    modules.find((module) => module === "Algorithm");
  if (found !== undefined) return found;
  const present = modules.length > 0 ? `src/ has ${modules.map((module) => `${module}.py`).join(", ")}` : "there is no Python file in src/";
  throw new BuildFailure(
    "import",
    `src/${name}.py is missing; ${present}. Name the file after "algoname" in algorithmia.conf, or correct that name.`,
  );
}
