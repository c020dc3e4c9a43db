import { Readable } from "node:stream";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { pageOf, readPage } from "../api/pages/by-age";
import type { Algorithm } from "../store/algorithms";
import type { Build } from "../store/builds";
import { describeBuild } from "./describe";
import { ownAlgorithm } from "./find";

/** Lists an algorithm's builds, newest first. */
export function getAlgorithmBuilds(exchange: Exchange) {
  const { services, query, rawUrl } = exchange;
  const algorithm = ownAlgorithm(exchange);
  const page = readPage(query);
  const published = new Map(services.store.versions.list(algorithm.id).map((version) => [version.buildId, version]));
  const found = services.store.builds.list(algorithm.id, page.before, page.limit + 1);
  return pageOf(found, page, `${services.origin()}${rawUrl}`, (build) => describeBuild(build, published.get(build.id)));
}

/** Tells about one build. */
export function getAlgorithmBuild(exchange: Exchange) {
  const algorithm = ownAlgorithm(exchange);
  const build = buildOf(exchange, algorithm);
  const version = exchange.services.store.versions.list(algorithm.id).find(({ buildId }) => buildId === build.id);
  return describeBuild(build, version);
}

/**
 * The log of a finished build. With `follow=true` it is plain text from the beginning on, also while the build waits or runs: the answer
 * goes on as the log does and ends with the build.
 */
export async function getAlgorithmBuildLogs(exchange: Exchange) {
  const { services, query, reply } = exchange;
  const { logs, settled } = services.queue;
  const build = buildOf(exchange, ownAlgorithm(exchange));
  if (query.follow?.toLowerCase() === "true") {
    return reply.type("text/plain; charset=utf-8").send(Readable.from(logs.follow(build.id, settled(build.id)), { objectMode: false }));
  }
  if (build.state === "queued" || build.state === "running") throw new ApiError("BUILD_LOGS_NOT_FOUND");
  return { logs: await logs.read(build.id) };
}

function buildOf({ services, params }: Exchange, algorithm: Algorithm): Build {
  const build = services.store.builds.byId(params.buildId ?? "");
  if (build?.algorithmId !== algorithm.id) throw new ApiError("BUILD_NOT_FOUND");
  return build;
}
