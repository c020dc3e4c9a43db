import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { createEnvironments, type Environments } from "./environments";
import { findInstaller, type Installer } from "./installer";
import { findPython, type Python } from "./python";
import { type Follower, shareWork } from "./shared-work";

/** What all builds of one builder share; each tool is looked for when a build first needs it. */
export interface Workshop {
  environments: Environments;
  python(follower: Follower): Promise<Python>;
  installer(follower: Follower): Promise<Installer>;
  /** uv's downloads: in the cache where packages can be hard-linked from there, else beside the environments. */
  packagesDir(): Promise<string>;
  /** npm's downloads. */
  npmCacheDir: string;
  /** Variables for the steps that reach the network. */
  trust: Record<string, string>;
}

/** Opens a workshop; nothing is looked for before it is asked for. */
export function openWorkshop(environmentsDir: string, cacheDir: string, trust: Record<string, string> = {}): Workshop {
  const python = once("python", ({ signal }) => findPython(signal));
  return {
    environments: createEnvironments(environmentsDir),
    python,
    installer: once("installer", async (job) => findInstaller(await python(job), cacheDir, job)),
    npmCacheDir: join(cacheDir, "npm"),
    trust,
    async packagesDir() {
      await Promise.all([mkdir(environmentsDir, { recursive: true }), mkdir(cacheDir, { recursive: true })]);
      const [environments, cache] = await Promise.all([stat(environmentsDir), stat(cacheDir)]);
      return environments.dev === cache.dev ? join(cacheDir, "packages") : join(environmentsDir, ".packages");
    },
  };
}

/** Finds something once, however many builds ask; a search that failed or was cancelled is done anew. */
function once<T>(key: string, find: (job: Follower) => Promise<T>): (follower: Follower) => Promise<T> {
  const share = shareWork<T>();
  let found: Promise<T> | undefined;
  return async (follower) => {
    if (found) return found;
    const value = await share(key, follower, find);
    found = Promise.resolve(value);
    return value;
  };
}
