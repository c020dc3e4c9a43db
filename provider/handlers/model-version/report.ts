import { engineLog } from "../../host/engine-log";
import { type Report, type Step, steps } from "../../rollout/report";

/** Tells the steps of a rollout on the resource's own row, numbered, and remembers the last one that changed the platform. */
export function reportOn(urn: string | undefined): Report & { lastChange(): Step | undefined } {
  let changed: Step | undefined;
  return {
    progress: (step, text) => void (urn && engineLog(`[${steps.indexOf(step) + 1}/${steps.length}] ${text}`, urn)),
    planned: (plan) => {
      const { planLines } = require("../../plan/describe-plan") as typeof import("../../plan/describe-plan");
      if (urn) void engineLog(`plan: ${planLines(plan).join("\n")}`, urn, { stays: true });
    },
    changed: (step) => {
      changed = step;
    },
    lastChange: () => changed,
  };
}
