import { posix } from "node:path";
import { BuildFailure } from "./failure";
import { readSourceFile } from "./source";

/** What an algorithm asks to be installed, as far as it decides what its environment holds. */
export interface Requirements {
  /** Lines without comments and with included files in their place. */
  lines: string[];
  /** Lines of constraints files. */
  constraints: string[];
  /** Something in the repository itself is required: the environment belongs to this commit alone. */
  local: boolean;
}

/**
 * Reads `requirements.txt` of a checkout with everything that it includes.
 *
 * @throws BuildFailure "requirements" for a file that is missing or includes itself, and for editable packages
 */
export async function readRequirements(sourceDir: string): Promise<Requirements> {
  return readRequirementsOf((await readSourceFile(sourceDir, "requirements.txt")) ?? "", "requirements.txt", sourceDir);
}

/** The same for lines that stand in another file. */
export async function readRequirementsOf(text: string, file: string, sourceDir: string): Promise<Requirements> {
  const requirements: Requirements = { lines: [], constraints: [], local: false };
  await collect(text, file, requirements.lines, { sourceDir, requirements, including: [] });
  return requirements;
}

/** The packages that are required by name. */
export function requiredPackages({ lines }: Requirements): string[] {
  return lines.map((line) => /^[A-Za-z0-9][A-Za-z0-9._-]*/.exec(line)?.[0]).filter((name): name is string => name !== undefined);
}

interface Context {
  sourceDir: string;
  requirements: Requirements;
  including: string[];
}

async function collect(text: string, file: string, into: string[], context: Context): Promise<void> {
  const { sourceDir, requirements, including } = context;
  if (including.includes(file)) throw new BuildFailure("requirements", `${file} includes itself.`);
  for (const line of logicalLines(text)) {
    if (/^(-e|--editable)\b/.test(line)) {
      throw new BuildFailure("requirements", `${file}: '${line}' is editable; versions never change. Write it without -e.`);
    }
    const [, option, path] = /^(-r|--requirement|-c|--constraint)[\s=]*(\S+)$/.exec(line) ?? [];
    if (option === undefined || path === undefined || path.includes("://")) {
      if (isLocal(line)) requirements.local = true;
      into.push(line);
      continue;
    }
    const included = posix.normalize(posix.join(posix.dirname(file), path));
    const content = await readSourceFile(sourceDir, included);
    if (content === undefined) throw new BuildFailure("requirements", `${file} includes ${included}, which is not in the repository.`);
    const target = option.startsWith("-c") || option.startsWith("--c") ? requirements.constraints : into;
    await collect(content, included, target, { ...context, including: [...including, file] });
  }
}

function logicalLines(text: string): string[] {
  return text
    .replace(/^\uFEFF/, "")
    .replace(/\\\r?\n/g, " ")
    .split(/\r?\n/)
    .map((line) =>
      line
        .replace(/(^|\s)#.*$/, "")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .filter((line) => line !== "");
}

/** Paths and archives of the repository: `.`, `./wheels/x.whl`, `x @ file:…`, `--find-links wheels`. */
function isLocal(line: string): boolean {
  if (/^(-f|--find-links)\b/.test(line)) return !line.includes("://");
  if (/(^|@ ?)(file:|\.{1,2}(\/|$)|\/)/.test(line)) return true;
  return !line.includes("://") && /\.(whl|zip|tar\.gz|tgz|tar\.bz2)\b/.test(line);
}
