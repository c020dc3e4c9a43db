import type { Platform } from "../client";
import { checkInputs } from "../handlers/model-version/check";
import { desiredOf } from "../handlers/model-version/desired-of";
import type { Inputs } from "../handlers/model-version/inputs";
import { parseTold } from "../handlers/model-version/parse-inputs";
import { requireSmokeInputs } from "../rollout/smoke";
import { planLines } from "./describe-plan";
import { planRollout } from "./plan-rollout";

/**
 * The plan of one resource, as lines, from what its class sends to the engine.
 * @returns undefined for inputs that the preview refuses anyway
 * @throws SMOKE_INPUT_UNREADABLE and what `planRollout` throws
 */
export async function planOf(news: Record<string, unknown>, platform: Platform): Promise<string[] | undefined> {
  const { __provider, __run, modelSha256, modelBytes, ...given } = news;
  const checked = checkInputs({}, given, parseTold({ modelSha256, modelBytes, __run, models: given.models }));
  if ("failures" in checked) return undefined;
  const desired = desiredOf(checked.inputs as unknown as Inputs, checked.facts);
  const plan = await planRollout(desired, platform);
  if (plan.version.kind === "publish") await requireSmokeInputs(desired);
  return planLines(plan);
}
