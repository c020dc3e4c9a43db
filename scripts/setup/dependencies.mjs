import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Fault } from "../lib/fault.mjs";
import { run } from "../lib/run.mjs";

/** Installs the npm packages of `package-lock.json` with `npm ci`, unless exactly these are installed. */
export async function installDependencies({ root, progress }) {
  const stamp = join(root, "node_modules", ".cache", "setup", "package-lock.sha256");
  const lock = join(root, "package-lock.json");
  const wanted = createHash("sha256").update(readFileSync(lock)).digest("hex");

  if (!isInstalled({ root, lock, stamp, wanted })) {
    progress.begin("installing npm packages");
    let lines = 0;
    const ended = await run("npm", ["ci", "--no-audit", "--no-fund"], {
      cwd: root,
      onLine: () => progress.update(`${++lines} lines of npm output`),
    });
    if (ended.code !== 0) {
      throw new Fault(
        `npm ci failed${ended.error ? `: ${ended.error.message}` : ""}. Its last words:\n${ending(ended.stdout + ended.stderr)}`,
      );
    }
    progress.end("npm packages installed");
  }
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, wanted);
  }
}

/** The stamp names the lock file of the last set-up; npm's own hidden lock file tells of an `npm install` done by hand since. */
function isInstalled({ root, lock, stamp, wanted }) {
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return true;
  const hidden = join(root, "node_modules", ".package-lock.json");
  return existsSync(hidden) && statSync(hidden).mtimeMs >= statSync(lock).mtimeMs;
}

function ending(text) {
  return text
    .trimEnd()
    .split("\n")
    .slice(-15)
    .map((line) => `  ${line}`)
    .join("\n");
}
