import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { compileFunction } from "node:vm";
import { Fault } from "../lib/fault.mjs";
import { root } from "../lib/root.mjs";

/**
 * Reads the program of `folder` (`index.ts`, or `index.js`) for the Automation API: a function that runs it anew and returns what it
 * exports. A Pulumi CLI built from source has no language host for TypeScript, so the program runs in this process instead.
 */
export function loadProgram(folder) {
  const file = ["index.ts", "index.js"].map((name) => join(folder, name)).find((path) => existsSync(path));
  if (!file) throw new Fault(`There is no index.ts in ${folder}. Give the folder of a Pulumi program with --cwd.`);
  return async () => evaluate(file);
}

function evaluate(file) {
  const require = createRequire(file);
  const module = { exports: {} };
  const wrapped = compileFunction(toCommonJs(file), ["exports", "require", "module", "__filename", "__dirname"], { filename: file });
  wrapped(module.exports, require, module, file, dirname(file));
  // Only what the program names itself is an output of the stack.
  return Object.fromEntries(Object.entries(module.exports));
}

/** Only takes the types away; `npm test` is what checks them. */
function toCommonJs(file) {
  const typescript = createRequire(join(root, "package.json"))("typescript");
  const compilerOptions = { module: typescript.ModuleKind.CommonJS, target: typescript.ScriptTarget.ES2022, esModuleInterop: true };
  return typescript.transpileModule(readFileSync(file, "utf8"), { fileName: file, compilerOptions }).outputText;
}
