import { mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, relative } from "node:path";
import { sourceDirOf, writeBuiltVersion } from "../runner/built-version";
import { buildPython } from "./build-python";
import { checkOut } from "./check-out";
import type { Builder, BuilderOptions, BuildOutcome, BuildRequest } from "./contract";
import { BuildFailure } from "./failure";
import { buildJavascript } from "./javascript/build";
import type { Follower } from "./shared-work";
import { describeSource } from "./source";
import { openWorkshop, type Workshop } from "./workshop";

export type { Builder, BuilderOptions, BuildFailureKind, BuildOutcome, BuildRequest } from "./contract";

const languages = { python3: buildPython, javascript: buildJavascript };

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
  const { language, module, stated, file, conda } = await describeSource(sourceDir, name);
  log(`Language ${stated}; calls go to ${file}\n`);
  const { environmentDir, result } = await languages[language]({ sourceDir, commitSha, module, conda }, workshop, follower);
  await writeBuiltVersion(partial, { ...result, environment: relative(versionDir, environmentDir) });
  await mkdir(dirname(versionDir), { recursive: true });
  await rename(partial, versionDir);
  log("Completed container customization\n");
}

function userCacheDir(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "algorithmia-platform");
}
