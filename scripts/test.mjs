import { stopwatch } from "./lib/duration.mjs";
import { reportFailure } from "./lib/fault.mjs";
import { paint } from "./lib/paint.mjs";
import { root } from "./lib/root.mjs";
import { setup } from "./setup.mjs";
import { runJest } from "./test/jest.mjs";
import { lint } from "./test/lint.mjs";
import { add, summary, tallyCheck } from "./test/tally.mjs";

/** `npm test` runs types, lint and every suite; `npm test -- <jest arguments>` runs only jest with these. Both set up first. */
async function main(args) {
  const everything = args.length === 0;
  const { pulumi, types } = await setup({ tests: true });
  const checks = everything ? [check("types", types), check("lint", await lint({ root }))] : [];
  if (!everything && !types.ok) console.log(paint.yellow("The sources do not compile as they are; `npm run build` tells where."));
  return add(...checks, await runJest({ root, args, pulumi }));
}

function check(name, { ok, output }) {
  console.log(`${ok ? paint.green("PASS") : paint.red("FAIL")} ${name}`);
  if (!ok) console.log(output);
  return tallyCheck(ok);
}

const elapsed = stopwatch();
let tally = tallyCheck(false);
try {
  tally = await main(process.argv.slice(2));
} catch (error) {
  reportFailure(error);
}
console.log(`\nTook ${elapsed()}.`);
console.log(summary(add(tally)));
// Set, not called: what is still to be printed gets printed.
process.exitCode = add(tally).failed > 0 ? 1 : 0;
