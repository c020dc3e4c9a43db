import { jsonBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { schemas } from "../api/schemas";
import type { Build } from "../store/builds";
import { describeVersion } from "./describe";
import { ownAlgorithm } from "./find";

/** Builds a commit, by default the head of master, and answers when it is built. A build of it that is under way is not started twice. */
export async function compileAlgorithm(exchange: Exchange) {
  const { services, request } = exchange;
  const { store, repositories, queue } = services;
  const algorithm = ownAlgorithm(exchange);
  const { commitSha } = schemas().compile(await jsonBody(request));
  const commit = commitSha?.toLowerCase() ?? (await repositories.head(algorithm.id)) ?? algorithm.headSha;
  if (commitSha !== undefined && !(await repositories.hasCommit(algorithm.id, commit))) {
    throw new ApiError("INVALID_REQUEST", `commitSha: the repository has no commit ${commit}. Push it first.`);
  }
  if (!store.algorithms.byId(algorithm.id)) throw new ApiError("NO_SUCH_ALGORITHM");
  const pending =
    store.builds.ofCommit(algorithm.id, commit).find((build) => isPending(build) && !queue.isCancelled(build.id)) ??
    start(exchange, algorithm.id, commit);
  const built = await queue.settled(pending.id);
  if (!built) throw new ApiError(store.algorithms.byId(algorithm.id) ? "STOPPING" : "NO_SUCH_ALGORITHM");
  const version = store.versions.list(algorithm.id).find(({ buildId }) => buildId === built.id);
  return describeVersion(algorithm, built, version, services.origin(), await queue.logs.read(built.id));
}

function start({ services }: Exchange, algorithmId: string, commitSha: string): Build {
  const build = services.store.builds.create(algorithmId, commitSha);
  services.queue.schedule(build);
  return build;
}

function isPending({ state }: Build): boolean {
  return state === "queued" || state === "running";
}
