import { parseArgs } from "node:util";
import { stopwatch } from "./lib/duration.mjs";
import { Fault, reportFailure } from "./lib/fault.mjs";
import { onInterrupt } from "./lib/interrupt.mjs";
import { paint } from "./lib/paint.mjs";
import { setup } from "./setup.mjs";
import { createApi } from "./start/api.mjs";
import { claim, makeScratch, removeScratch } from "./start/folder.mjs";
import { goodbye } from "./start/goodbye.mjs";
import { startPlatform } from "./start/platform.mjs";
import { tellStory } from "./start/story.mjs";
import { createTeller } from "./start/teller.mjs";

/** `npm start`: sets up, then tells the main job on an embedded platform and checks every claim. With `--keep` all is left up. */
async function main() {
  const { keep } = readArguments();
  console.log(paint.bold("Rolling out models to Algorithmia, one declaration at a time"));
  const { pulumi, source, version } = await setup();
  console.log(paint.dim(`  Set up; Pulumi engine ${version} (${source}).`));

  const elapsed = stopwatch();
  const teller = createTeller();
  const scratch = await makeScratch();
  const forget = onInterrupt(() => removeScratch(scratch));
  let platform;
  let kept = false;
  try {
    platform = await teller.does(
      "platform",
      () => startPlatform({ folder: scratch, owner: "demo" }),
      ({ url }) => `platform started at ${url}`,
    );
    await tellStory({ scratch, platform, api: createApi(platform), pulumi, teller });
    console.log(`\n${paint.green(paint.bold("Everything above was checked"))}, in ${elapsed()}.`);
    kept = keep;
  } finally {
    if (!kept) await platform?.stop();
    forget();
    if (!kept) removeScratch(scratch);
  }
  if (kept) {
    claim(scratch, platform);
    platform.leave();
    console.log(`\n${goodbye({ scratch, platform })}`);
  } else {
    console.log(paint.dim("To go on by hand from here: npm start -- --keep"));
  }
}

function readArguments() {
  try {
    return parseArgs({ options: { keep: { type: "boolean", default: false } } }).values;
  } catch (error) {
    throw new Fault(`${error.message}\nUse: npm start [-- --keep]`);
  }
}

main().catch(reportFailure);
