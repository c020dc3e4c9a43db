import type { Platform, PublishedVersion, Repository } from "../client";
import { errors } from "../errors";
import { fileNameOf } from "../model/store-uri";
import type { Desired, Serving } from "./desired";
import type { Identity } from "./identify";
import { couldHoldReference, findReference, namesModel } from "./reference";
import type { Report } from "./report";
import { checkUploaded } from "./upload";
import { compareVersions, newestOf } from "./versions";

/**
 * Checks that what serves is what was asked: the version is listed with that commit, its source names the model, the file is
 * there whole, and, when there is a sample input, a call of the version succeeds.
 * @throws PUBLISH_NOT_VERIFIED, UPLOAD_NOT_VERIFIED, VERSION_DOES_NOT_SERVE
 */
export async function verify(
  desired: Desired,
  identity: Identity,
  version: PublishedVersion,
  platform: Platform,
  repository: Repository,
  report: Report,
): Promise<Serving> {
  const { algorithm, modelUri, modelSha256 } = desired;
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
  const model = { uri: modelUri, md5: identity.md5 ?? "" };
  // Here the source must name this very file, whatever else counted as the model's name before.
  const named = findReference(sources, { ...desired, isModelFile: (name) => name === fileNameOf(modelUri) });
  if (!namesModel(sources, named, model)) {
    throw errors.PUBLISH_NOT_VERIFIED(algorithm, `the source of version ${version.version} does not name ${modelUri}`);
  }
  await checkUploaded(modelUri, identity, platform);
  await call(desired, version.version, platform, report);
  return {
    version: version.version,
    versionHash: version.commit,
    ...addressesOf(algorithm, version.version, platform),
    modelUri,
    modelSha256,
    modelBytes: identity.sizeBytes,
    modelMd5: identity.md5,
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
