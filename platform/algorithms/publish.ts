import { jsonBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { type PublishRequest, schemas } from "../api/schemas";
import { notify } from "../people/notifications";
import type { Store } from "../store";
import type { Algorithm } from "../store/algorithms";
import type { Build } from "../store/builds";
import { semanticVersion, type Version } from "../store/versions";
import { describeVersion } from "./describe";
import { ownAlgorithm } from "./find";
import { nextVersion } from "./number";

/** Publishes a successful build, the newest or that of a commit, under the next version number. */
export async function publishAlgorithm(exchange: Exchange) {
  const { services, request } = exchange;
  const named = ownAlgorithm(exchange);
  const body = schemas().publish(await jsonBody(request));
  const { algorithm, build, version } = services.store.atomically(() => publish(services.store, named.id, body));
  services.keeper().look();
  return describeVersion(algorithm, build, version, services.origin(), await services.queue.logs.read(build.id));
}

function publish(store: Store, algorithmId: string, { details, settings, version_info: info }: PublishRequest) {
  const algorithm = store.algorithms.byId(algorithmId);
  if (!algorithm) throw new ApiError("NO_SUCH_ALGORITHM");
  const build = chooseBuild(store, algorithm, info.git_hash?.toLowerCase());
  const versions = store.versions.list(algorithm.id);
  if (versions.some(({ buildId }) => buildId === build.id)) throw new ApiError("VERSION_ALREADY_PUBLISHED");
  const changed: Algorithm = {
    ...algorithm,
    details: { ...algorithm.details, ...details },
    settings: {
      ...algorithm.settings,
      ...settings,
      ...(info.insights_enabled !== undefined && { insights_enabled: info.insights_enabled }),
    },
    sampleInput: info.sample_input ?? algorithm.sampleInput,
  };
  const version: Version = {
    ...nextVersion(versions, info),
    buildId: build.id,
    details: changed.details,
    settings: changed.settings,
    releaseNotes: info.release_notes,
    sampleInput: changed.sampleInput,
    sampleOutput: info.sample_output,
    createdAt: new Date().toISOString(),
  };
  store.versions.create(algorithm.id, version);
  store.algorithms.update(changed);
  notify(store, "version_published", algorithm.id, semanticVersion(version));
  return { algorithm: changed, build, version };
}

function chooseBuild(store: Store, algorithm: Algorithm, commitSha: string | undefined): Build {
  if (commitSha === undefined) {
    const [newest] = store.builds.successful(algorithm.id);
    if (newest) return newest;
    throw new ApiError(
      "BUILD_NOT_FOUND",
      "The algorithm has no successful build yet. Push to master or compile, and see the build's logs.",
    );
  }
  const built = store.builds.ofCommit(algorithm.id, commitSha).find(({ state }) => state === "succeeded");
  if (built) return built;
  throw new ApiError("BUILD_NOT_FOUND", `Commit ${commitSha} has no successful build. Compile it, and see the build's logs.`);
}
