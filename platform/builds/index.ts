import { mkdir, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, relative } from "node:path";
import { sourceDirOf, writeBuiltVersion } from "../runner/built-version";
import { pythonFolder } from "../runner/python-folder";
import { checkOut } from "./check-out";
import type { Builder, BuilderOptions, BuildOutcome, BuildRequest } from "./contract";
import { createEnvironments } from "./environments";
import { BuildFailure } from "./failure";
import { findInstaller, type Installer } from "./installer";
import { findPython, type Python } from "./python";
import { readRequirements } from "./requirements";
import { runStep } from "./run-step";
import { type Follower, shareWork } from "./shared-work";
import { describeSource } from "./source";
import { stepEnvironment } from "./step-environment";

export type { Builder, BuilderOptions, BuildFailureKind, BuildOutcome, BuildRequest } from "./contract";

interface Tools {
  python: Python;
  installer: Installer;
  packagesDir: string;
}

/**
 * Creates what turns a commit into a version that can run.
 *
 * @param options where environments and downloads are kept
 * @returns the builder; `close()` it to end its builds
 * @example
 * const builder = createBuilder({ environmentsDir: "/data/environments" });
 * const outcome = await builder.build({ owner: "demo", name: "hello", repositoryDir, commitSha, versionDir, log: console.log });
 */
export function createBuilder({ environmentsDir, cacheDir = userCacheDir(), trust }: BuilderOptions): Builder {
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();
  const workshop = openWorkshop(environmentsDir, cacheDir, trust);

  const build = async ({ log, signal, ...request }: BuildRequest): Promise<BuildOutcome> => {
    const follower = { log, signal: signal ? AbortSignal.any([signal, closing.signal]) : closing.signal };
    const partial = `${request.versionDir}.partial`;
    try {
      await rm(partial, { recursive: true, force: true });
      await buildVersion(request, partial, workshop, follower);
      return { succeeded: true };
    } catch (error) {
      if (!(error instanceof BuildFailure)) throw error;
      return { succeeded: false, kind: error.kind, message: error.message };
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  };

  return {
    build(request) {
      const outcome = build(request);
      running.add(outcome);
      const forget = () => running.delete(outcome);
      outcome.then(forget, forget);
      return outcome;
    },
    async close() {
      closing.abort();
      await Promise.allSettled(running);
    },
  };
}

type Workshop = ReturnType<typeof openWorkshop>;

/** What all builds share; nothing is looked for before the first build. */
function openWorkshop(environmentsDir: string, cacheDir: string, trust?: Record<string, string>) {
  const share = shareWork<Tools>();
  let tools: Tools | undefined;
  let environments: ReturnType<typeof createEnvironments> | undefined;
  return async (follower: Follower) => {
    tools ??= await share("tools", follower, async (job) => {
      await mkdir(environmentsDir, { recursive: true });
      const python = await findPython(job.signal);
      const installer = await findInstaller(python, cacheDir, job);
      return { python, installer, packagesDir: await packagesDirFor(environmentsDir, cacheDir) };
    });
    environments ??= createEnvironments(environmentsDir, tools.packagesDir);
    return { ...tools, environments, trust };
  };
}

async function buildVersion(
  { name, repositoryDir, commitSha, versionDir }: Omit<BuildRequest, "log" | "signal">,
  partial: string,
  workshop: Workshop,
  follower: Follower,
): Promise<void> {
  const { log } = follower;
  log("Beginning container customization\n");
  const sourceDir = sourceDirOf(partial);
  await checkOut({ repositoryDir, commitSha, sourceDir, ...follower });
  const { module, language } = await describeSource(sourceDir, name);
  log(`Language ${language}; calls go to src/${module}.py\n`);
  const requirements = await readRequirements(sourceDir);
  const { python, installer, environments, trust } = await workshop(follower);
  const environmentDir = await environments.obtain({ requirements, python, installer, sourceDir, commitSha, trust }, follower);
  await compileSources(environmentDir, sourceDir, follower);
  await writeBuiltVersion(partial, { module, environment: relative(versionDir, environmentDir) });
  await mkdir(dirname(versionDir), { recursive: true });
  await rename(partial, versionDir);
  log("Completed container customization\n");
}

async function compileSources(environmentDir: string, sourceDir: string, { log, signal }: Follower): Promise<void> {
  log("Compiling the sources\n");
  const { ok } = await runStep(join(environmentDir, "bin", "python"), [join(pythonFolder, "compile_sources.py"), sourceDir], {
    environment: stepEnvironment(),
    signal,
    log,
  });
  if (!ok) throw new BuildFailure("import", "A Python file in src/ does not compile; the end of the log shows where.");
}

/** uv's downloads: in the cache where packages can be hard-linked from there, else beside the environments. */
async function packagesDirFor(environmentsDir: string, cacheDir: string): Promise<string> {
  await mkdir(cacheDir, { recursive: true });
  const [environments, cache] = await Promise.all([stat(environmentsDir), stat(cacheDir)]);
  return environments.dev === cache.dev ? join(cacheDir, "packages") : join(environmentsDir, ".packages");
}

function userCacheDir(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "algorithmia-platform");
}
