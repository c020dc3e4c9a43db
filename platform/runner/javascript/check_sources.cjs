"use strict";
// Looks at the syntax of an algorithm's sources: `node --experimental-vm-modules check_sources.cjs SOURCE_FOLDER`. Nothing of them is run.
// Exits with 1 when a file under src/ has an error.

const { existsSync, readFileSync, readdirSync } = require("node:fs");
const { dirname, join, relative } = require("node:path");
const vm = require("node:vm");

const [sourceFolder] = process.argv.slice(2);
let broken = 0;
for (const path of sources(join(sourceFolder, "src"))) {
  const error = errorIn(path);
  if (!error) continue;
  broken += 1;
  console.log(`${relative(sourceFolder, path)} does not compile:\n${error.stack.split("\n    at ")[0]}`);
}
process.exitCode = broken > 0 ? 1 : 0;

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.[cm]?js$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !path.includes("/node_modules/"))
    .sort();
}

function errorIn(path) {
  const code = readFileSync(path, "utf8");
  const filename = relative(sourceFolder, path);
  const asScript = () =>
    vm.compileFunction(code.replace(/^#!.*/, ""), ["exports", "require", "module", "__filename", "__dirname"], { filename });
  const asModule = () => new vm.SourceTextModule(code, { identifier: filename });
  if (isModule(path)) return errorOf(asModule);
  const error = errorOf(asScript);
  // Newer versions of Node tell by the syntax where nothing else does.
  return error && path.endsWith(".js") && errorOf(asModule) === undefined ? undefined : error;
}

function errorOf(compile) {
  try {
    compile();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** As Node tells: by the ending, else by `type` in the nearest package.json. */
function isModule(path) {
  if (!path.endsWith(".js")) return path.endsWith(".mjs");
  for (let folder = dirname(path); folder.startsWith(sourceFolder); folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, "utf8")).type === "module";
  }
  return false;
}
