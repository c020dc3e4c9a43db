import type { Platform } from "../client";
import { AlgorithmiaError } from "../errors";
import { decide } from "../rollout/decide";
import type { Desired } from "../rollout/desired";
import { type IdentifiedFile, identify, identifyStored } from "../rollout/identify";
import { observe, requireAlgorithm } from "../rollout/observe";
import { type RolloutPlan, rolloutPlan } from "../rollout/rollout-plan";

/**
 * Looks what a rollout would do, and writes nothing. The model's bytes are read only where the source holds their md5.
 *
 * @throws ALGORITHM_NOT_FOUND, MODEL_NOT_IN_STORE, REFERENCE_NOT_FOUND, REFERENCE_AMBIGUOUS and the platform's codes
 * @example (await planRollout(desired, platform)).version // { kind: "publish", version: "0.3.0" }
 */
export async function planRollout(desired: Desired, platform: Platform): Promise<RolloutPlan> {
  await requireAlgorithm(desired.algorithm, platform);
  const repository = await platform.openRepository(desired.algorithm);
  try {
    const look = async (files: readonly IdentifiedFile[]) => observe(desired, files, platform, repository);
    const observed = await look(await identifyBySize(desired, platform)).catch(async (error: unknown) => {
      if (!(error instanceof AlgorithmiaError) || error.code !== "MODEL_MD5_UNKNOWN") throw error;
      return look(await identify(desired, platform));
    });
    return rolloutPlan(observed, decide(observed, desired), desired);
  } finally {
    await repository.close();
  }
}

async function identifyBySize({ files }: Desired, platform: Platform): Promise<IdentifiedFile[]> {
  return Promise.all(
    files.map(async (file) => ({
      ...file,
      ...(file.bytes.kind === "stored" ? await identifyStored(file, platform) : { sizeBytes: file.sizeBytes ?? 0 }),
    })),
  );
}
