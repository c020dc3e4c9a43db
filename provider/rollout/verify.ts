import type { Platform, PublishedVersion, Repository } from "../client";
import { errors } from "../errors";
import { fileNameOf } from "../model/store-uri";
import type { Desired, Serving } from "./desired";
import type { IdentifiedFile } from "./identify";
import { lineagesOf } from "./locate";
import { namesModels } from "./name-models";
import { couldHoldReference } from "./reference";
import type { Report } from "./report";
import { checkUploaded } from "./upload";
import { compareVersions, newestOf } from "./versions";

/**
 * Checks that what serves is what was asked: the version is listed with that commit, its source names the models, their files
 * are there whole, and, when there is a sample input, a call of the version succeeds.
 * @throws PUBLISH_NOT_VERIFIED, UPLOAD_NOT_VERIFIED, VERSION_DOES_NOT_SERVE
 */
export async function verify(
  desired: Desired,
  files: readonly IdentifiedFile[],
  version: PublishedVersion,
  platform: Platform,
  repository: Repository,
  report: Report,
): Promise<Serving> {
  const { algorithm } = desired;
  report.progress("verify", `checking ${version.version}`);
  const versions = await platform.algorithms.publishedVersions(algorithm);
  const listed = versions.find((candidate) => candidate.version === version.version);
  if (listed?.commit !== version.commit) {
    throw errors.PUBLISH_NOT_VERIFIED(
      algorithm,
      `version ${version.version} is ${listed ? `commit ${listed.commit.slice(0, 8)}` : "not listed"}`,
    );
  }
  const sources = await repository.files(version.commit, couldHoldReference);
  // Here the source must name these very files, whatever else counted as their names before.
  const exactly = files.map((file) => ({ ...file, isModelFile: (name: string) => name === fileNameOf(file.uri) }));
  if (!(await namesModels(algorithm, sources, exactly, await lineagesOf(versions, repository), repository))) {
    const uris = files.map(({ uri }) => uri).join(", ");
    throw errors.PUBLISH_NOT_VERIFIED(algorithm, `the source of version ${version.version} does not name ${uris}`);
  }
  for (const file of files) await checkUploaded(file, platform);
  await call(desired, version.version, platform, report);
  return {
    version: version.version,
    versionHash: version.commit,
    ...addressesOf(algorithm, version.version, platform),
    files: files.map(({ name, uri, sha256, sizeBytes, md5 }) => ({ name, uri, sha256, sizeBytes, md5 })),
    previousVersion: previousOf(desired, version, versions),
    buildId: version.buildId,
    publishedAt: version.publishedAt,
    newestVersion: newestOf(versions)?.version ?? version.version,
  };
}

/** Where a version is called: the URI for Algorithmia's clients and the address for HTTP. */
export function addressesOf(algorithm: string, version: string, platform: Platform): { algorithmUri: string; endpoint: string } {
  return {
    algorithmUri: `algo://${algorithm}/${version}`,
    endpoint: `${platform.connection.apiAddress}/v1/algo/${algorithm}/${version}`,
  };
}

async function call({ algorithm, sampleInput, timeouts }: Desired, version: string, platform: Platform, report: Report): Promise<void> {
  if (sampleInput === undefined) return;
  report.progress("verify", `calling ${version} with the sample input`);
  const answer = await platform.algorithms.call(algorithm, version, sampleInput, timeouts.smoke);
  if ("error" in answer) {
    throw errors.VERSION_DOES_NOT_SERVE(
      `algo://${algorithm}/${version}`,
      `${answer.error.error_type ?? "AlgorithmError"}: ${answer.error.message}`,
    );
  }
}

/** What served before: what the last run recorded, else the version just below. */
function previousOf({ current }: Desired, { version }: PublishedVersion, versions: readonly PublishedVersion[]): string | undefined {
  if (current?.version === version) return current.previousVersion;
  return current?.version ?? newestOf(versions.filter((candidate) => compareVersions(candidate.version, version) < 0))?.version;
}
