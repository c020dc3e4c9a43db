import type { Algorithm } from "../store/algorithms";
import type { Build } from "../store/builds";
import { semanticVersion, type Version } from "../store/versions";
import { internalScm } from "./scm";

/** An algorithm as the API shows it, before any build (reference/algorithmia-api.md §5.1). */
export function describeAlgorithm(algorithm: Algorithm, origin: string) {
  return {
    id: algorithm.id,
    name: algorithm.name,
    details: algorithm.details,
    settings: algorithm.settings,
    source: {
      scm: internalScm,
      repository_name: algorithm.name,
      repository_owner: algorithm.owner.name,
      repository_https_url: `${origin}/git/${algorithm.owner.name}/${algorithm.name}.git`,
    },
    resource_type: "algorithm",
  };
}

/**
 * An algorithm at one of its builds, published or not.
 * @param output the whole build log, only where one version is asked for
 */
export function describeVersion(algorithm: Algorithm, build: Build, version: Version | undefined, origin: string, output?: string) {
  return {
    ...describeAlgorithm(algorithm, origin),
    details: version?.details ?? algorithm.details,
    settings: version?.settings ?? algorithm.settings,
    version_info: {
      ...(version && { semantic_version: semanticVersion(version) }),
      git_hash: build.commitSha,
      version_uuid: build.versionUuid,
      ...(version &&
        defined({ release_notes: version.releaseNotes, sample_input: version.sampleInput, sample_output: version.sampleOutput })),
      ...(!version && defined({ sample_input: algorithm.sampleInput })),
      ...(version && { created_at: version.createdAt }),
    },
    build: describeBuild(build, version),
    compilation: { successful: build.state === "succeeded", ...defined({ output }) },
    self_link: `${origin}/v1/algorithms/${algorithm.owner.name}/${algorithm.name}/versions/${build.commitSha}`,
    resource_type: "algorithm",
  };
}

/** A build as the API shows it. */
export function describeBuild(build: Build, version: Version | undefined) {
  return {
    build_id: build.id,
    status: build.state === "queued" || build.state === "running" ? "in-progress" : build.state,
    commit_sha: build.commitSha,
    started_at: build.startedAt ?? build.createdAt,
    ...defined({ finished_at: build.finishedAt }),
    ...(build.failure && { failure: build.failure }),
    ...(version && { version_info: { semantic_version: semanticVersion(version) } }),
    resource_type: "algorithm_build",
  };
}

function defined(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined));
}
