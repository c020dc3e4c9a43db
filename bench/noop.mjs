import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { createAlgorithm } from "./algorithm.mjs";
import { compareWithEach, seconds } from "./measure.mjs";
import { modelVersions, smallestResources, stackOf } from "./stacks.mjs";
import { startPlatform } from "./start-platform.mjs";

/** A stack in which nothing changes: what our class and handler cost beside the smallest dynamic resource there is. */
export async function run(context) {
  const references = { "resources with a handler of one line": smallestResources };
  return await compareNoop(context, { resources: 100, rounds: 7, operations: ["up"], most: 1.15, references });
}

/**
 * @param references by what they are called, programs that are given as many resources
 * @returns a line for each operation and reference: its time with our resources, as a multiple of that with theirs
 */
export async function compareNoop({ pulumi, tell }, { resources, rounds, operations, most, references, environment }) {
  process.env.PATH = [dirname(pulumi), process.env.PATH].join(delimiter);
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const platform = await startPlatform();
  try {
    const algorithm = await createAlgorithm(platform, "bench");
    const programs = [modelVersions(algorithm, folder, resources), ...Object.values(references).map((program) => program(resources))];
    const stacks = [];
    for (const [index, program] of programs.entries()) {
      const stack = await stackOf(folder, `stack${index}`, platform, program, environment);
      await stack.up();
      const { summary } = await stack.up();
      if (summary.resourceChanges.same !== resources + 1) throw new Error(`not a no-op: ${JSON.stringify(summary.resourceChanges)}`);
      stacks.push(stack);
    }
    const lines = [];
    for (const operation of operations) {
      const compared = await compareWithEach(
        rounds,
        stacks.map((stack) => () => seconds(() => stack[operation]())),
      );
      for (const [index, reference] of Object.keys(references).entries()) {
        const { ratio, ratios } = compared[index];
        tell(`${operation} without changes, ${resources} resources, ours / ${reference}: ${ratios.join(" ")}`);
        const what = `${operation} without changes, ${resources} resources, time`;
        lines.push({ what, value: ratio, unit: "×", reference, target: `≤ ${most}`, holds: ratio <= most });
      }
    }
    return lines;
  } finally {
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
