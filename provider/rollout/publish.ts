import type { Build, Platform, PublishedVersion } from "../client";
import { AlgorithmiaError, errors } from "../errors";
import { compile } from "./build";
import type { Desired } from "./desired";
import type { Report } from "./report";

const tries = 3;

/**
 * Publishes a build. The platform publishes its most recent build, which may be another stack's that came in between: then
 * this commit is built once more and published after it.
 * @throws PUBLISH_NOT_VERIFIED, and what the transport throws
 */
export async function publish(
  desired: Desired,
  commit: string,
  built: Build,
  platform: Platform,
  report: Report,
): Promise<PublishedVersion> {
  const { algorithm } = desired;
  report.progress("publish", `publishing a ${desired.versionType} version`);
  let latest = built;
  for (let trial = 1; trial <= tries; trial++) {
    const version = await publishOnce(desired, commit, latest, platform);
    if (version?.commit === commit) {
      report.changed("publish");
      return version;
    }
    if (trial < tries) latest = await compile(desired, commit, platform);
  }
  throw errors.PUBLISH_NOT_VERIFIED(algorithm, `the platform published other commits instead of ${commit.slice(0, 8)}, ${tries} times`);
}

async function publishOnce(desired: Desired, commit: string, built: Build, platform: Platform): Promise<PublishedVersion | undefined> {
  const { algorithm, versionType, releaseNotes, sampleInput, sampleOutput, callability, timeouts } = desired;
  const request = { commit, versionType, releaseNotes, sampleInput, sampleOutput, callability };
  let fault: unknown;
  const answer = await platform.algorithms.publish(algorithm, request, timeouts.publish).catch((error: unknown) => {
    // The answer may have been lost after the version was made: only a look tells, and only then is it safe to go on.
    if (!(error instanceof AlgorithmiaError) || error.exit !== "platform") throw error;
    fault = error;
    return undefined;
  });
  if (answer) return answer;
  const versions = await platform.algorithms.publishedVersions(algorithm);
  // By its build: an older version of the same commit may have other settings. The commit tells only where no build is told.
  const published = versions.find(({ buildId, commit: of }) => (buildId === undefined ? of === commit : buildId === built.build_id));
  if (!published && fault) throw fault;
  return published;
}
