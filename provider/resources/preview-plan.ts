import * as pulumi from "@pulumi/pulumi";
import { previewPlanKey } from "../client/connection-keys";
import { AlgorithmiaError } from "../errors";
import { modelWarnings } from "../handlers/model-version/inputs";
import { isKnown, knownValue } from "./known-output";
import { type PlanningPlatform, planningPlatform } from "./planning-platform";
import { stillToCome } from "./still-to-come";

/**
 * In a preview, says on the resource's row what is known of a new model, and what `up` will do. Only a resource that changes is
 * looked at: one whose version is known stays as it is. Whatever goes wrong here is a warning, as the preview itself needs no platform.
 */
export function tellInPreview(
  resource: pulumi.CustomResource & { version: pulumi.Output<string> },
  inputs: pulumi.Inputs,
  options: pulumi.CustomResourceOptions,
): void {
  if (!pulumi.runtime.isDryRun()) return;
  void isKnown(resource.version).then(async (isUnchanged) => {
    if (isUnchanged) return;
    const finished = pulumi.runtime.rpcKeepAlive(); // The program may be over otherwise, while this is still looking.
    try {
      const declared = pulumi.output(inputs) as pulumi.Output<Record<string, unknown>>;
      const given = await knownValue(declared);
      if (given) for (const warning of modelWarnings(given)) void pulumi.log.warn(warning, resource);
      if (isOff()) return;
      // The engine alone knows what it will put in the place of what is ignored.
      if (options.ignoreChanges?.length)
        await pulumi.log.info("plan: not told, as ignoreChanges keeps inputs as the state has them", resource);
      else if (given) await tellPlan(resource, given, (error) => stillToCome(error, declared, options));
      else await pulumi.log.info("plan: not known yet, as an input is not", resource);
    } finally {
      finished();
    }
  });
}

async function tellPlan(
  resource: pulumi.CustomResource,
  given: Record<string, unknown>,
  waitsFor: (error: unknown) => ReturnType<typeof stillToCome>,
): Promise<void> {
  const { planOf } = require("../plan/plan-of-inputs") as typeof import("../plan/plan-of-inputs");
  let platform: PlanningPlatform | undefined;
  try {
    platform = await planningPlatform(resource);
    if (platform === undefined || platform.isGivenUp()) return;
    const lines = await platform.take((connected) => planOf(given, connected));
    if (lines) await pulumi.log.info(["plan:", ...lines].join("\n").replace("plan:\n", "plan: "), resource);
  } catch (error) {
    if (platform?.isGivenUp()) return; // Said once: it is out of reach for the others too.
    platform?.giveUpAfter(error);
    const reason = error instanceof AlgorithmiaError ? error.message : String(error);
    const [first] = await waitsFor(error);
    if (first) return void (await pulumi.log.info(notYet(first.name, reason), resource));
    await pulumi.log.warn(`What up will do here cannot be told: ${reason}`, resource);
  }
}

/** What to do about the failure, which its later sentences say, is what this very update is going to do. */
function notYet(first: string, reason: string): string {
  return `plan: not known yet, as ${first} is made or changed first. Until then: ${reason.split(/(?<=\.) /)[0]}`;
}

function isOff(): boolean {
  const [namespace = "", name = ""] = previewPlanKey.split(":");
  return new pulumi.Config(namespace).get(name) === "false";
}
