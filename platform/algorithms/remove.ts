import { rm } from "node:fs/promises";
import type { Services } from "../api/exchange";
import type { Algorithm } from "../store/algorithms";
import type { Build } from "../store/builds";

/** Removes an algorithm with its repository, builds, versions, running instances and what it keeps in data://.algo. */
export async function removeAlgorithm(services: Services, algorithm: Algorithm): Promise<void> {
  const builds = services.store.builds.list(algorithm.id, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const dataFolders = services.store.specialCollections.idsOfAlgorithm(algorithm.id);
  services.store.algorithms.remove(algorithm.id);
  services.sessions.end(algorithm.id);
  await services.queue.drop(algorithm.id);
  await Promise.all([
    services.repositories.remove(algorithm.id),
    ...dataFolders.map((id) => services.blobs.removeCollection(id)),
    ...builds.map((build) => removeBuild(services, build)),
  ]);
}

async function removeBuild(services: Services, build: Build): Promise<void> {
  if (build.state === "succeeded") await services.engines.runner().stop(build.id);
  await rm(services.queue.versionDir(build.id), { recursive: true, force: true });
  await rm(services.queue.logs.file(build.id), { force: true });
}
