import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isAlive } from "../lib/alive.mjs";
import { Fault } from "../lib/fault.mjs";
import { root } from "../lib/root.mjs";

/** The example's files, relative to the repository and, copied, to the scratch folder. */
export const example = {
  source: "examples/quickstart/algorithm",
  sample: "examples/quickstart/sample.json",
  model: (name) => `examples/quickstart/models/${name}/digits.joblib`,
};

const runningFile = "running.json";

/**
 * Makes the scratch folder `.quickstart` afresh: a copy of the root program with its pins and models, so that the story changes no file of
 * the repository. It lies inside, because that is where `pulumi-algorithmia` is found. Throws a Fault while an earlier run uses it.
 */
export async function makeScratch(folder = join(root, ".quickstart")) {
  await refuseIfInUse(folder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  claim(folder, { pid: process.pid });
  for (const file of ["Pulumi.yaml", "index.ts", "models.yaml", example.sample]) copy(folder, file);
  for (const name of ["first", "better", "best"]) copy(folder, example.model(name));
  cpSync(join(root, example.source), join(folder, example.source), { recursive: true });
  return folder;
}

/** Notes who uses the folder: this process, or the platform that is left up, which then has a `url` too. */
export function claim(folder, { pid, url }) {
  writeFileSync(join(folder, runningFile), JSON.stringify({ pid, url }));
}

/** Removes the folder with all that is in it. */
export function removeScratch(folder) {
  // After an interruption the engine may still write a last line of its state.
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

async function refuseIfInUse(folder) {
  const running = join(folder, runningFile);
  if (!existsSync(running)) return;
  const { pid, url } = JSON.parse(readFileSync(running, "utf8"));
  if (!isAlive(pid) || (url && !(await answers(url)))) return;
  throw new Fault(
    `An earlier \`npm start\` still uses ${folder}. Stop it with \`kill ${pid}\`, then run this again. ` +
      `(Should process ${pid} be something else by now: remove that folder instead.)`,
  );
}

async function answers(url) {
  return fetch(url, { signal: AbortSignal.timeout(2000) }).then(
    () => true,
    () => false,
  );
}

function copy(folder, file) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  copyFileSync(join(root, file), join(folder, file));
}
