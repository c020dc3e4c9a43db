import { compareNoop } from "./noop.mjs";
import { dynamicResources, smallestResources } from "./stacks.mjs";

/** The same with a thousand resources, in preview too. The first `up` skips checkpoints, whose rewriting grows with the square of their number. */
export async function run(context) {
  return await compareNoop(context, {
    resources: 1000,
    rounds: 7,
    operations: ["preview", "up"],
    most: 1.1,
    references: { "pulumi.dynamic.Resource": dynamicResources, "resources with a handler of one line": smallestResources },
    environment: { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" },
  });
}
