import { connect, resolveConnection } from "../../client";
import { errors } from "../../errors";
import { configured } from "../../host/config";
import { engineLog } from "../../host/engine-log";
import { PartialFailure } from "../../host/method";
import { recallRunFacts } from "../../host/run-facts";
import { rollout } from "../../rollout";
import { type Desired, defaultTimeouts, type Serving } from "../../rollout/desired";
import { type Report, type Step, steps } from "../../rollout/report";
import type { Inputs, RunFacts } from "./inputs";
import { isModelFile, storeOf } from "./naming";

type Outputs = Inputs & Serving;

/** Rolls out for `create` and `update` alike: what is already true decides what is done, not which of the two was called. */
export async function apply(news: Inputs, olds: Partial<Outputs> = {}): Promise<Outputs> {
  const facts: RunFacts = recallRunFacts<RunFacts>({ ...news }, news.algorithm) ?? { versionType: "minor", timeouts: defaultTimeouts };
  const platform = connect(resolveConnection({ config: configured }));
  let changed: Step | undefined;
  const report: Report = {
    progress: (step, text) => void (facts.urn && engineLog(`[${steps.indexOf(step) + 1}/${steps.length}] ${text}`, facts.urn)),
    changed: (step) => {
      changed = step;
    },
  };
  try {
    const serving = await rollout(desiredOf(news, facts, olds), platform, report);
    return { ...inputsOf(news), ...serving };
  } catch (error) {
    if (!changed || !(error instanceof Error)) throw error;
    // The last good outputs stay: they still serve. `pending` makes the next preview show that the rollout is unfinished.
    const kept = olds.version === undefined ? inputsOf(news) : withoutProvider(olds);
    throw new PartialFailure(news.algorithm, { ...kept, pending: changed }, error.message);
  } finally {
    platform.close();
  }
}

function desiredOf(news: Inputs, facts: RunFacts, olds: Partial<Outputs>): Desired {
  const { urn, path, ...publishing } = facts;
  if (!news.stored && path === undefined) throw errors.MODEL_PATH_UNKNOWN(news.algorithm);
  return {
    ...inputsOf(news),
    ...publishing,
    store: storeOf(news),
    bytes: path !== undefined ? { kind: "local", path } : { kind: "stored" },
    isModelFile: isModelFile({ ...news, path, knownUris: [news.modelUri, olds.modelUri] }),
    current: { version: olds.version, previousVersion: olds.previousVersion },
  };
}

/** The inputs alone; the engine hands `__provider` along. */
export function inputsOf(from: Inputs): Inputs {
  const { algorithm, store, fileName, modelUri, modelSha256, modelBytes, stored, reference, callability, sampleInput } = from;
  return { algorithm, store, fileName, modelUri, modelSha256, modelBytes, stored, reference, callability, sampleInput };
}

function withoutProvider(outputs: Record<string, unknown>): Record<string, unknown> {
  const { __provider, ...kept } = outputs;
  return kept;
}
