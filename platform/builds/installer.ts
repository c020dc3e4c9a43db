import { randomBytes } from "node:crypto";
import { access, constants, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { onPath } from "../runner/on-path";
import type { Python } from "./python";
import { runStep } from "./run-step";
import type { Follower } from "./shared-work";
import { stepEnvironment } from "./step-environment";

/** What makes environments and installs packages into them. */
export type Installer = { kind: "uv"; path: string } | { kind: "pip" };

/**
 * Finds uv: on PATH, then in the cache, then by installing it there from PyPI. Falls back to Python's own venv and pip,
 * which take several times as long.
 */
export async function findInstaller(python: Python, cacheDir: string, { log, signal }: Follower): Promise<Installer> {
  const folder = join(cacheDir, "uv");
  const cached = join(folder, "bin", "uv");
  for (const path of [await onPath("uv"), cached]) {
    if (path !== undefined && (await works(path, signal))) return { kind: "uv", path };
  }
  log("Installing uv, once for this machine\n");
  const partial = `${folder}.partial-${process.pid}-${randomBytes(4).toString("hex")}`;
  try {
    await mkdir(cacheDir, { recursive: true });
    if (!(await installUv(python, partial, { log, signal }))) {
      log("uv could not be installed; going on with pip\n");
      return { kind: "pip" };
    }
    // A cached uv that does not work, or one that another process has installed meanwhile.
    if (!(await works(cached, signal))) await rm(folder, { recursive: true, force: true });
    await rename(partial, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
    return (await works(cached, signal)) ? { kind: "uv", path: cached } : { kind: "pip" };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function installUv(python: Python, folder: string, { log, signal }: Follower): Promise<boolean> {
  const step = { environment: stepEnvironment(), signal, log };
  const requirement = "uv>=0.5";
  const hasPip = (await runStep(python.path, ["-m", "pip", "--version"], { ...step, log: undefined })).ok;
  if (hasPip) return (await runStep(python.path, ["-m", "pip", "install", "--target", folder, requirement], step)).ok;
  // A Python without pip may still be able to make an environment that has it.
  if (!(await runStep(python.path, ["-m", "venv", folder], step)).ok) return false;
  return (await runStep(join(folder, "bin", "python"), ["-m", "pip", "install", requirement], step)).ok;
}

async function works(path: string, signal: AbortSignal): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
  } catch {
    return false;
  }
  // A version manager's shim exists and fails.
  return (await runStep(path, ["--version"], { environment: stepEnvironment(), signal, timeoutSeconds: 30 })).ok;
}
