import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { createAlgorithm } from "./algorithm.mjs";
import { compare, seconds } from "./measure.mjs";
import { startPlatform } from "./platform.mjs";
import { modelVersions, stackOf, trivialResources } from "./stacks.mjs";

/** A stack in which nothing changes: what our class and handler cost beside the smallest dynamic resource there is. */
export async function run(context) {
  return await compareNoop(context, { resources: 100, pairs: 7, operations: ["up"], most: 1.15 });
}

/** @returns a line for each operation: its time with our resources, as a multiple of that with as many trivial ones */
export async function compareNoop({ pulumi, tell }, { resources, pairs, operations, most, environment }) {
  process.env.PATH = [dirname(pulumi), process.env.PATH].join(delimiter);
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const platform = await startPlatform();
  try {
    const algorithm = await createAlgorithm(platform, "bench");
    const ours = await stackOf(folder, "ours", platform, modelVersions(algorithm, folder, resources), environment);
    const theirs = await stackOf(folder, "trivial", platform, trivialResources(resources), environment);
    for (const stack of [ours, theirs]) {
      await stack.up();
      const { summary } = await stack.up();
      if (summary.resourceChanges.same !== resources + 1) throw new Error(`not a no-op: ${JSON.stringify(summary.resourceChanges)}`);
    }
    const lines = [];
    for (const operation of operations) {
      const { ratio, ratios } = await compare(
        pairs,
        () => seconds(() => ours[operation]()),
        () => seconds(() => theirs[operation]()),
      );
      tell(`${operation} without changes, ${resources} resources, ours / trivial: ${ratios.join(" ")}`);
      lines.push({
        what: `${operation} without changes, ${resources} resources, time`,
        value: ratio,
        unit: "×",
        reference: "trivial dynamic resources",
        target: `≤ ${most}`,
        holds: ratio <= most,
      });
    }
    return lines;
  } finally {
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
