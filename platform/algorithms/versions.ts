import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { pageOf, readPage } from "../api/pages/by-age";
import type { Build } from "../store/builds";
import { semanticVersion, type Version } from "../store/versions";
import { describeVersion } from "./describe";
import { ownAlgorithm } from "./find";
import { isPublic } from "./select";

/** Lists an algorithm's successful builds, newest first, optionally only (un)published or only public or private ones. */
export function getAlgorithmVersions(exchange: Exchange) {
  const { services, query, rawUrl } = exchange;
  const algorithm = ownAlgorithm(exchange);
  const page = readPage(query);
  const versions = new Map(services.store.versions.list(algorithm.id).map((version) => [version.buildId, version]));
  const published = readFilter(query.published, "published");
  const callable = readFilter(query.callable, "callable");
  const wanted = (build: Build) => {
    const version = versions.get(build.id);
    const publicly = version !== undefined && isPublic(version);
    return (published ?? version !== undefined) === (version !== undefined) && (callable ?? publicly) === publicly;
  };
  const found = services.store.builds
    .successful(algorithm.id)
    .filter((build) => build.sequence < page.before && wanted(build))
    .slice(0, page.limit + 1);
  return pageOf(found, page, `${services.origin()}${rawUrl}`, (build) =>
    describeVersion(algorithm, build, versions.get(build.id), services.origin()),
  );
}

/** Tells about one version, by commit hash or by semantic version, with its whole build log. */
export async function getAlgorithmVersion(exchange: Exchange) {
  const { services, params } = exchange;
  const algorithm = ownAlgorithm(exchange);
  const selector = params.version ?? "";
  const versions = services.store.versions.list(algorithm.id);
  const versionOf = (buildId: string) => versions.find((version) => version.buildId === buildId);
  const build = /^[0-9a-f]{40}$/i.test(selector)
    ? bestOf(services.store.builds.ofCommit(algorithm.id, selector.toLowerCase()), versionOf)
    : services.store.builds.byId(versions.find((version) => semanticVersion(version) === selector)?.buildId ?? "");
  if (!build) throw new ApiError("VERSION_DOES_NOT_EXIST", selector);
  return describeVersion(algorithm, build, versionOf(build.id), services.origin(), await services.queue.logs.read(build.id));
}

/** One commit may have several builds: the newest published one says most, then the newest that succeeded, then the newest. */
function bestOf(builds: Build[], versionOf: (buildId: string) => Version | undefined): Build | undefined {
  return builds.find(({ id }) => versionOf(id)) ?? builds.find(({ state }) => state === "succeeded") ?? builds[0];
}

function readFilter(text: string | undefined, name: string): boolean | undefined {
  const value = text?.toLowerCase();
  if (value === undefined || value === "") return undefined;
  if (value === "true" || value === "false") return value === "true";
  throw new ApiError("INVALID_INPUT", `${name} must be true or false, not ${text}`);
}
