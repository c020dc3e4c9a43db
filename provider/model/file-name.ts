import { basename } from "node:path";

/** The name a model is uploaded under unless the program says otherwise: readable, and different for different bytes. */
export const defaultFileName = "{stem}-{sha256:12}{ext}";

/** So many digits of the hash must be in a name, or two models could get the same one and the new would overwrite the old. */
const leastDigits = 8;

const placeholder = /\{([^{}]*)\}/g;
const known = "{stem}, {ext}, {sha256} and {sha256:12}";

/**
 * Fills a file name template.
 *
 * @param model.path Path or URI of the model; only its last part counts. @param model.sha256 64 hex digits.
 * @example renderFileName("{stem}-{sha256:12}{ext}", { path: "models/a.tar.gz", sha256 }) // "a-9f2c41d07a55.tar.gz"
 */
export function renderFileName(template: string, { path, sha256 }: { path: string; sha256: string }): string {
  const { stem, ext } = splitFileName(path);
  return template.replace(placeholder, (whole, name: string) => {
    if (name === "stem") return stem;
    if (name === "ext") return ext;
    const digits = digitsOf(name);
    return digits === undefined ? whole : sha256.toLowerCase().slice(0, digits);
  });
}

/**
 * Says what is wrong with a file name template.
 * @returns the reason, to follow "Input fileName: "; undefined when nothing is wrong.
 */
export function validateTemplate(template: string): string | undefined {
  const names = [...template.matchAll(placeholder)].map((match) => match[1]!);
  const digits = names.map(digitsOf).filter((count) => count !== undefined);
  const outside = template.replace(placeholder, "");
  const got = `got ${JSON.stringify(template)}`;

  if (template === "") return "it is empty";
  if (template.includes("/")) return `a file name has no "/" (use \`store\` for the folder), ${got}`;
  if (hasControlCharacter(template)) return `a file name has no control characters, ${got}`;
  if (/[{}]/.test(outside)) return `a brace is not closed or not opened, ${got}`;
  for (const name of names) {
    if (name === "stem" || name === "ext") continue;
    const count = digitsOf(name);
    if (count === undefined) return `there is no placeholder {${name}}, only ${known}`;
    if (count < 1 || count > 64) return `{${name}} asks for ${count} digits, a sha256 has 1 to 64`;
  }
  if (Math.max(0, ...digits) < leastDigits) {
    return `it must hold {sha256} or at least {sha256:${leastDigits}}, or a new model would overwrite the old one, ${got}`;
  }
  return undefined;
}

/**
 * Tells whether a file name may stand for an earlier state of a model: the plain `<stem><ext>`, or what the template (or the
 * default one) gives for that stem and any bytes. The extension may be another one.
 *
 * @example matchesTemplate("{stem}-{sha256:12}{ext}", "sentiment-9f2c41d07a55.pkl", "sentiment") // true
 */
export function matchesTemplate(template: string, fileName: string, stem: string): boolean {
  if (splitFileName(fileName).stem === stem) return true;
  return [template, defaultFileName].some((pattern) => {
    const match = patternFor(pattern, stem).exec(fileName);
    const ext = match?.groups?.ext ?? "";
    return match !== null && (ext === "" || splitFileName(`x${ext}`).ext === ext);
  });
}

/** The part of a file name that stays when a model gets new bytes: `models/a.tar.gz` → `a`. */
export function stemOf(path: string): string {
  return splitFileName(path).stem;
}

/**
 * Takes a file name apart. A compression's extension takes the one before it along (`.tar.gz`, `.pkl.gz`), a version number does
 * not count as one (`m.v2.gz`), and a leading dot belongs to the stem.
 */
export function splitFileName(path: string): { stem: string; ext: string } {
  const name = basename(path);
  const match =
    /^(?<stem>.+?)(?<ext>\.(?!v?\d+\.)[A-Za-z]\w{0,11}\.(?:gz|bz2|xz|zst|lz4|br|Z))$/.exec(name) ??
    /^(?<stem>.+)(?<ext>\.(?!\d+$)[^.\s]+)$/.exec(name);
  const { stem = name, ext = "" } = match?.groups ?? {};
  return { stem, ext };
}

/**
 * Takes a name apart that a template, or the default one, made of a model's bytes.
 * @returns the stem (none where the template has none) and the digits of the hash; undefined for a name that tells nothing of its content.
 * @example readContentName(defaultFileName, "sentiment-9f2c41d07a55.pkl") // { stem: "sentiment", digits: "9f2c41d07a55" }
 */
export function readContentName(template: string, fileName: string): { stem?: string; digits: string } | undefined {
  for (const pattern of [template, defaultFileName]) {
    const { stem, ext = "", digits } = patternFor(pattern).exec(fileName)?.groups ?? {};
    if (digits === undefined || (ext !== "" && splitFileName(`x${ext}`).ext !== ext)) continue;
    return stem === undefined ? { digits } : { stem, digits };
  }
  return undefined;
}

/** `sha256` → 64, `sha256:12` → 12, anything else → undefined. */
function digitsOf(name: string): number | undefined {
  const match = /^sha256(?::(\d{1,6}))?$/.exec(name);
  return match ? Number(match[1] ?? 64) : undefined;
}

/** What a template makes, for one stem or for any. The longest run of digits and what repeats others is found by name. */
function patternFor(template: string, stem?: string): RegExp {
  const longest = Math.max(...[...template.matchAll(placeholder)].map((match) => digitsOf(match[1]!) ?? 0));
  const seen = new Set<string>();
  const once = (name: string, pattern: string) => {
    const group = seen.has(name) ? `\\k<${name}>` : `(?<${name}>${pattern})`;
    seen.add(name);
    return group;
  };
  const source = template.split(/(\{[^{}]*\})/).map((part) => {
    if (part === "{stem}") return stem === undefined ? once("stem", ".+") : escaped(stem);
    if (part === "{ext}") return once("ext", "(?:\\.[^/]+)?");
    const digits = part.startsWith("{") ? digitsOf(part.slice(1, -1)) : undefined;
    if (digits === undefined) return escaped(part);
    return digits === longest ? once("digits", `[0-9a-f]{${digits}}`) : `[0-9a-f]{${digits}}`;
  });
  return new RegExp(`^${source.join("")}$`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character < " " || character === "\u007f");
}
