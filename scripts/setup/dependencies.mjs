import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Fault } from "../lib/fault.mjs";
import { run } from "../lib/run.mjs";

/** Installs the npm packages of `package-lock.json`, unless exactly these are installed. */
export async function installDependencies({ root, progress }) {
  const stamp = join(root, "node_modules", ".cache", "setup", "package-lock.sha256");
  const lock = join(root, "package-lock.json");
  const wanted = createHash("sha256").update(readFileSync(lock)).digest("hex");

  if (!isInstalled({ root, lock, stamp, wanted })) {
    progress.begin("installing npm packages");
    await install({ root, progress });
    progress.end("npm packages installed");
  }
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, wanted);
  }
}

/**
 * `npm ci` refuses a lock file that was written where the registry serves one platform's packages only (EUSAGE): the optional ones of the
 * other platforms are missing in it. `npm install --no-save` takes the locked versions too, and leaves the lock file as it is.
 */
async function install({ root, progress }) {
  const exact = await npm(["ci"], { root, progress });
  const ended = exact.stderr.includes("EUSAGE") ? await npm(["install", "--no-save"], { root, progress }) : exact;
  if (ended.code === 0) return;
  const complaints = ended.stderr.split("\n").filter((line) => /^npm (error|ERR!) \S/.test(line));
  const told = ended.error?.message ?? complaints.slice(0, 12).join("\n  ");
  throw new Fault(`The npm packages could not be installed:\n  ${told || `npm ended with exit code ${ended.code}`}`);
}

function npm(args, { root, progress }) {
  progress.update(`npm ${args.join(" ")}`);
  // Named, because an outer `npm --silent run` would be inherited, and errors with it.
  return run("npm", [...args, "--no-audit", "--no-fund", "--loglevel=warn"], { cwd: root });
}

/** The stamp names the lock file of the last set-up; npm's own hidden lock file tells of an `npm install` done by hand since. */
function isInstalled({ root, lock, stamp, wanted }) {
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return true;
  const hidden = join(root, "node_modules", ".package-lock.json");
  return existsSync(hidden) && statSync(hidden).mtimeMs >= statSync(lock).mtimeMs;
}
