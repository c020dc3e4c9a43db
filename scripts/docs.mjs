#!/usr/bin/env node
// `npm run docs` writes the pages that are generated from tables; `npm run docs -- --check` fails when they differ from the tables.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { errorsPage } from "./docs/errors-page.mjs";
import { supportPage } from "./docs/support-page.mjs";

const root = join(fileURLToPath(import.meta.url), "..", "..");
const require = createRequire(import.meta.url);

/** Each generated page with what makes it. The tables are the built ones: run `npm run build` first. */
const pages = {
  "docs/errors.md": () =>
    errorsPage(require(join(root, "provider/dist/errors/index.js")), require(join(root, "provider/dist/errors/define.js"))),
  "docs/platform-support.md": () =>
    supportPage(require(join(root, "platform/dist/api/routes/index.js")), require(join(root, "platform/dist/api/support.js"))),
};

const check = process.argv.includes("--check");
let stale = 0;
for (const [path, render] of Object.entries(pages)) {
  const text = render();
  const file = join(root, path);
  if (check) {
    if (read(file) === text) continue;
    console.error(`${path} differs from its table: run \`npm run docs\``);
    stale += 1;
  } else {
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}
process.exitCode = stale > 0 ? 1 : 0;

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
