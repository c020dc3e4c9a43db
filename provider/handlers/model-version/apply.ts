import { connect, resolveConnection } from "../../client";
import { cancellation } from "../../host/cancellation";
import { configured } from "../../host/config";
import { PartialFailure } from "../../host/method";
import { recallRunFacts } from "../../host/run-facts";
import { rollout } from "../../rollout";
import { defaultTimeouts } from "../../rollout/desired";
import { desiredOf, type Outputs } from "./desired-of";
import type { Assurances, Inputs, RunFacts } from "./inputs";
import { modelOutputs } from "./models";
import { reportOn } from "./report";

/** Rolls out for `create` and `update` alike: what is already true decides what is done, not which of the two was called. */
export async function apply(news: Inputs, olds: Partial<Outputs> = {}): Promise<Record<string, unknown>> {
  const facts = recallRunFacts<RunFacts>({ ...news }, news.algorithm) ?? {
    paths: {},
    versionType: "minor",
    timeouts: defaultTimeouts,
  };
  const platform = connect(resolveConnection({ config: configured }));
  const report = reportOn(news.algorithm, facts.urn, cancellation());
  for (const warning of facts.warnings ?? []) report.warning(warning);
  try {
    const { files, ...serving } = await rollout(desiredOf(news, facts, olds), platform, report);
    return { ...inputsOf(news), ...serving, ...modelOutputs(news, files) };
  } catch (error) {
    const changed = report.lastChange();
    if (!changed || !(error instanceof Error)) throw error;
    // The last good outputs stay: they still serve. `pending` makes the next preview show that the rollout is unfinished.
    const kept = olds.version === undefined ? inputsOf(news) : withoutProvider(olds);
    throw new PartialFailure(news.algorithm, { ...kept, pending: changed }, error.message);
  } finally {
    report.end();
    platform.close();
  }
}

/** The inputs alone; the engine hands `__provider` along. */
export function inputsOf(from: Inputs & Assurances): Inputs & Assurances {
  const { algorithm, store, fileName, modelUri, modelSha256, modelBytes, stored, reference, models } = from;
  const { callability, sampleInput, pinned, smokeTests } = from;
  const model = { store, fileName, modelUri, modelSha256, modelBytes, stored, reference };
  return { algorithm, ...model, models, callability, sampleInput, pinned, smokeTests };
}

function withoutProvider(outputs: Record<string, unknown>): Record<string, unknown> {
  const { __provider, ...kept } = outputs;
  return kept;
}
