import { compareNoop } from "./noop.mjs";

/** The same with a thousand resources, in preview too. The first `up` skips checkpoints, whose rewriting grows with the square of their number. */
export async function run(context) {
  return await compareNoop(context, {
    resources: 1000,
    pairs: 5,
    operations: ["preview", "up"],
    most: 1.1,
    environment: { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" },
  });
}
