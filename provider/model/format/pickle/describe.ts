import type { Walk } from "./walk";

/** So many names are shown. */
const mostShown = 12;
const longestShown = 120;

/** Modules that run commands or code, load libraries or reach files and the network. Their names are shown first; no list of them is complete. */
const notable = new Set(
  "os posix nt subprocess sys shutil socket pty ctypes runpy importlib code codeop webbrowser asyncio multiprocessing pip pickle marshal requests urllib http tempfile pathlib io".split(
    " ",
  ),
);
const notableBuiltins = new Set("eval exec compile open getattr setattr __import__ breakpoint input globals locals vars".split(" "));

/**
 * Says what a pickle imports, as the rest of a sentence that begins with the file's path.
 *
 * @param isWhat e.g. "is a pickle". @returns undefined when it imports nothing: such a pickle holds plain values.
 * @example pickleText(walk, "is a pickle") // "is a pickle: loading it runs code. It imports numpy.ndarray, numpy.dtype."
 */
export function pickleText({ imports, isPartial }: Walk, isWhat: string): string | undefined {
  if (imports.size === 0) return undefined;
  const sorted = [...imports].sort();
  const ordered = [...sorted.filter(isNotable), ...sorted.filter((name) => !isNotable(name))];
  const shown = ordered.slice(0, mostShown).map(printable).join(", ");
  const count = sorted.length > mostShown ? ` and others (${sorted.length} in all)` : sorted.length > 1 ? ` (${sorted.length} in all)` : "";
  return `${isWhat}: loading it runs code. It imports ${shown}${count}.${isPartial ? " It could not be read to its end." : ""}`;
}

function isNotable(name: string): boolean {
  const [module = "", attribute = ""] = name.split(".");
  if (module === "builtins" || module === "__builtin__") return notableBuiltins.has(attribute);
  return notable.has(module);
}

/** A name may be anything that the pickle's writer liked, also what moves a terminal's cursor. */
function printable(name: string): string {
  const visible = name.replace(/[^\x20-\x7e\p{L}\p{N}]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
  return visible.length <= longestShown ? visible : `${visible.slice(0, longestShown)}…`;
}
