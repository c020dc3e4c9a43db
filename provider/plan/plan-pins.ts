import pLimit from "p-limit";
import type { Platform } from "../client";
import { AlgorithmiaError } from "../errors";
import { checkInputs } from "../handlers/model-version/check";
import { desiredOf } from "../handlers/model-version/desired-of";
import type { Inputs, ToldByProgram, ToldModel } from "../handlers/model-version/inputs";
import { inspectModel } from "../model/inspect-model";
import type { Pin, PinnedFile, Pins } from "../pins/parse-pins";
import { pinSettings } from "../pins/pin-settings";
import { pinnedFiles } from "../pins/pinned-files";
import { modelPath } from "../pins/read-pins";
import type { RolloutPlan } from "../rollout/rollout-plan";
import { planRollout } from "./plan-rollout";

/** What `up` will do for a pin, or why that cannot be told. */
export type PinPlan = { algorithm: string } & ({ plan: RolloutPlan } | { problems: { code: string; message: string }[] });

/** So many algorithms are looked at at once: each takes a few requests and a small clone. */
const atOnce = 8;

/** Plans every pin, in the pin file's order. A fault of one pin is told in its place. */
export async function planPins(pins: Pins, platform: Platform): Promise<PinPlan[]> {
  const limit = pLimit(atOnce);
  return Promise.all(
    Object.entries(pins.algorithms).map(([algorithm, pin]) =>
      limit(async (): Promise<PinPlan> => {
        try {
          return { algorithm, ...(await planPin(pins, algorithm, pin, platform)) };
        } catch (error) {
          if (!(error instanceof AlgorithmiaError)) throw error;
          return { algorithm, problems: [{ code: error.code, message: error.message }] };
        }
      }),
    ),
  );
}

async function planPin(pins: Pins, algorithm: string, pin: Pin, platform: Platform) {
  const { sha256, models } = pin;
  const told = await toldOf(pins, pin);
  const named = Object.entries(models ?? {}).map(([name, file]) => [name, settingsOf(file)] as const);
  const given = {
    ...pinSettings(pins, pin),
    algorithm,
    expectedSha256: sha256,
    ...(named.length > 0 ? { models: Object.fromEntries(named) } : {}),
  };
  const checked = checkInputs({}, given, told);
  if ("failures" in checked) return { problems: checked.failures.map(({ reason }) => ({ code: "INPUT_INVALID", message: reason })) };
  return { plan: await planRollout(desiredOf(checked.inputs as unknown as Inputs, checked.facts), platform) };
}

async function toldOf(pins: Pins, pin: Pin): Promise<ToldByProgram> {
  const files = await Promise.all(pinnedFiles(pin).map(async ({ name, file }) => [name, await lookAt(pins, file)] as const));
  const named = Object.fromEntries(files.filter(([name]) => name !== ""));
  return { model: files.find(([name]) => name === "")?.[1] ?? "none", models: named };
}

async function lookAt(pins: Pins, { model, uri, sha256 }: PinnedFile): Promise<ToldModel> {
  if (model === undefined) return { uri, sha256 };
  const { bytesPath, name, sha256: found, sizeBytes } = await inspectModel(modelPath(pins, model));
  return { path: bytesPath, name, sha256: found, sizeBytes };
}

function settingsOf({ store, fileName, reference, sha256 }: PinnedFile) {
  return { store, fileName, reference, expectedSha256: sha256 };
}
