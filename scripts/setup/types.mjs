import { existsSync } from "node:fs";
import { join } from "node:path";
import { run } from "../lib/run.mjs";

/**
 * Compiles the given projects, or all of them, with `tsc -b`, as far as sources changed.
 * Returns `{ ok, output }`, the compiler's complaints as text.
 */
export async function buildTypes({ root, progress, projects = [] }) {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  if (!existsSync(compiler)) return { ok: false, output: `${compiler} is missing; remove node_modules and run this again.` };

  let building = false;
  const ended = await run(process.execPath, [compiler, "-b", ...projects, "--verbose", "--pretty", "false"], {
    cwd: root,
    onLine: (line) => {
      const project = /Building project '(.*?)(?:\/tsconfig\.json)?'/.exec(line)?.[1];
      if (!project) return;
      if (!building) progress.begin("compiling TypeScript");
      building = true;
      progress.update(project.startsWith(root) ? project.slice(root.length + 1) : project);
    },
  });
  const ok = ended.code === 0;
  if (building && ok) progress.end("TypeScript compiled");
  else progress.clear();
  return { ok, output: complaints(ended.stdout + ended.stderr) };
}

/** What is left without the lines `--verbose` adds, which start with a time, and the project list under the first of them. */
function complaints(text) {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^(\[|\d{1,2}:\d\d:\d\d|\s+\* )/.test(line))
    .join("\n");
}
