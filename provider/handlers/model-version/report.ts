import { errors } from "../../errors";
import { engineLog } from "../../host/engine-log";
import { type Report, type Step, steps } from "../../rollout/report";

/** `end` is called when the rollout is over, however it went. */
export type OwnReport = Report & { lastChange(): Step | undefined; end(): void };

/**
 * Tells the steps of a rollout on the resource's own row, numbered, and remembers the last one that changed the platform.
 * A run that is asked to stop does so between two steps, and says so at once.
 */
export function reportOn(algorithm: string, urn: string | undefined, stop: AbortSignal): OwnReport {
  let changed: Step | undefined;
  let current: Step = steps[0];
  const stopping = () =>
    void (urn && engineLog(`Stopping after the step "${current}"; the next up goes on from there.`, urn, { stays: true }));
  stop.addEventListener("abort", stopping, { once: true });
  return {
    progress: (step, text) => {
      current = step;
      if (urn) void engineLog(`[${steps.indexOf(step) + 1}/${steps.length}] ${text}`, urn);
    },
    checkpoint: (next) => {
      if (stop.aborted) throw errors.ROLLOUT_STOPPED(algorithm, next);
    },
    planned: (plan) => {
      const { planLines } = require("../../plan/describe-plan") as typeof import("../../plan/describe-plan");
      if (urn) void engineLog(`plan: ${planLines(plan).join("\n")}`, urn, { stays: true });
    },
    warning: (text) => void (urn && engineLog(text, urn, { stays: true, severity: "WARNING" })),
    changed: (step) => {
      changed = step;
    },
    lastChange: () => changed,
    end: () => stop.removeEventListener("abort", stopping),
  };
}
