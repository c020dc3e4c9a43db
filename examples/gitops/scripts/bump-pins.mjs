/**
 * Makes models.yaml say what the model files are now, and tells the workflow whether that changed anything.
 *
 *   node scripts/bump-pins.mjs
 *
 * Environment: ALGORITHM, MODEL (path or data:// URI) and, for a URI, SHA256: this one pin. Without them: every pin of a file in this
 * repository is compared with its file. Outputs: `changed`, `branch`, `title`; the pull request's text is left in reports/pull-request.md.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";

const { ALGORITHM, MODEL, SHA256, GITHUB_OUTPUT } = process.env;

const pins = ALGORITHM ? [{ algorithm: ALGORITHM, target: MODEL, sha256: SHA256 }] : localPins();
const changed = pins.filter(differs).map(({ algorithm, target, sha256 }) => ({ algorithm, text: pin(algorithm, target, sha256) }));

const names = changed.map(({ algorithm }) => algorithm);
const title = names.length === 1 ? `Serve the new model of ${names[0]}` : `Serve the new models of ${names.join(", ")}`;
// One branch per algorithm: a newer model takes the place of an older one that nobody has merged yet.
const branch = `pins/${ALGORITHM ? ALGORITHM.replace("/", "-") : "files"}`;
mkdirSync("reports", { recursive: true });
writeFileSync("reports/pull-request.md", changed.map(({ text }) => `\`\`\`text\n${text.trim()}\n\`\`\`\n`).join("\n"));
appendFileSync(GITHUB_OUTPUT, `changed=${changed.length > 0}\nbranch=${branch}\ntitle=${title}\n`);
console.log(changed.length > 0 ? title : "Every pin is its file's.");

/** A pin of a file in storage is left out: nothing but its hash says that it is another one now, and only who made it knows that. */
function localPins() {
  const { algorithms } = parse(readFileSync("models.yaml", "utf8"));
  return Object.entries(algorithms).flatMap(([algorithm, { model }]) => (model ? [{ algorithm, target: model }] : []));
}

/** Exit code 1 says either "differs" or "failed"; the JSON tells which. */
function differs({ algorithm, target, sha256 }) {
  const { stdout, stderr } = spawnSync("npx", ["pulumi-algorithmia", "pin", algorithm, target, ...hash(sha256), "--check", "--json"], {
    encoding: "utf8",
  });
  if (!stdout.startsWith("{")) throw new Error(stderr);
  const outcome = JSON.parse(stdout);
  if (outcome.error) throw new Error(outcome.error.message);
  return outcome.changed;
}

function pin(algorithm, target, sha256) {
  return command(["pin", algorithm, target, ...hash(sha256)]);
}

function command(args) {
  return execFileSync("npx", ["pulumi-algorithmia", ...args], { encoding: "utf8" });
}

function hash(sha256) {
  return sha256 ? ["--sha256", sha256] : [];
}
