import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Services } from "./api/exchange";
import { recordMissedPushes } from "./git/pushes";

/**
 * Takes up what an earlier process left: builds in line, pushes whose build was not recorded, and bytes that nothing names.
 * Runs beside the first requests; what it deletes is invisible already and older than this process.
 */
export async function recover(services: Services): Promise<void> {
  const { store, log } = services;
  const startedAtMs = Date.now();
  try {
    services.queue.resume();
    await recordMissedPushes(services);
    await services.blobs.sweep({
      collections: store.collections.ids(),
      blobsOf: (collectionId) => store.files.blobs(collectionId),
    });
    await services.repositories.sweep(new Set(store.algorithms.list().map(({ id }) => id)));
    const builds = store.builds.ids();
    await sweepBuilds(services.folders.logs, builds, startedAtMs);
    await sweepBuilds(services.folders.versions, builds, startedAtMs);
  } catch (error) {
    log.error({ err: error }, "sweeping the data folder failed; it is tried again at the next start");
  }
}

async function sweepBuilds(folder: string, builds: Set<string>, startedAtMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (builds.has(name.replace(/\.log$/, ""))) continue;
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found && found.mtimeMs < startedAtMs) await rm(join(folder, name), { recursive: true, force: true });
  }
}
