import { readdir, readFile, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { z } from "zod";
import type { Language } from "../runner/built-version";
import { BuildFailure } from "./failure";

/** What a checkout says about the algorithm in it. */
export interface Source {
  language: Language;
  /** The language as the algorithm states it. */
  stated: string;
  /** What is loaded to run it: `src.<module>` in Python, the file itself in JavaScript. */
  module: string;
  /** The file that holds it, below the checkout. */
  file: string;
  /** Packages stand in environment.yml instead of requirements.txt. */
  conda: boolean;
}

// "langauge" is how the python3 template of Algorithmia spells it.
const configuration = z.object({ algoname: z.string().optional(), language: z.string().optional(), langauge: z.string().optional() });

/**
 * Finds out what language an algorithm is written in and which module runs it.
 *
 * @param sourceDir checkout
 * @param name the repository's name: the module's, where `algorithmia.conf` names none
 * @throws BuildFailure "language" when it is one that is not built here or `algorithmia.conf` is malformed; "import" when the module is missing
 */
export async function describeSource(sourceDir: string, name: string): Promise<Source> {
  const conf = await readConfiguration(sourceDir);
  const files = await readdir(join(sourceDir, "src")).catch(() => []);
  const stated = conf.language ?? conf.langauge ?? (looksLikeJavascript(files) ? "javascript" : "python3");
  const language = languageNamed(stated);
  // A template that was copied by hand still has its placeholder.
  const algorithm = conf.algoname === undefined || conf.algoname.startsWith("__") ? name : conf.algoname;
  const file = `src/${findModule(files, algorithm, language)}`;
  const module = language === "python3" ? file.slice("src/".length, -".py".length) : file;
  return { language, stated, file, module, conda: isConda(stated) };
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

function isConda(stated: string): boolean {
  return /^anaconda/i.test(stated);
}

/** Algorithmia's names: python3, python3.7, python-3.x-1, python3-1, python37, python38-tensorflow…; anaconda3x; javascript, node-5.x-1, nodejs… */
function languageNamed(stated: string): Language {
  if (/^python[-_]?3/i.test(stated) || /^python$/i.test(stated) || isConda(stated)) return "python3";
  if (/^(javascript|node)/i.test(stated)) return "javascript";
  throw new BuildFailure(
    "language",
    `This platform builds Python 3 and JavaScript algorithms; algorithmia.conf says '${stated}'. ` +
      'Set "language" to "python3" or "javascript" if the source is one of them.',
  );
}

const endings = { python3: /\.py$/, javascript: /\.[cm]?js$/ };

function looksLikeJavascript(files: string[]): boolean {
  return files.some((file) => endings.javascript.test(file)) && !files.some((file) => endings.python3.test(file));
}

/** The file in src/ that is called. */
function findModule(files: string[], name: string, language: Language): string {
  const modules = files.filter((file) => endings[language].test(file)).sort();
  const stem = (file: string) => file.replace(endings[language], "");
  // The ADK's pages name the file Algorithm.py whatever the algorithm is called.
  const found =
    modules.find((file) => stem(file) === name) ??
    modules.find((file) => stem(file).toLowerCase() === name.toLowerCase()) ??
    modules.find((file) => stem(file) === "Algorithm");
  if (found !== undefined) return found;
  const [word, ending] = language === "python3" ? ["Python", ".py"] : ["JavaScript", ".js"];
  const present = modules.length > 0 ? `src/ has ${modules.join(", ")}` : `there is no ${word} file in src/`;
  throw new BuildFailure(
    "import",
    `src/${name}${ending} is missing; ${present}. Name the file after "algoname" in algorithmia.conf, or correct that name.`,
  );
}
