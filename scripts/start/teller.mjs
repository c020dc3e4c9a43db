import { stopwatch } from "../lib/duration.mjs";
import { Fault } from "../lib/fault.mjs";
import { paint } from "../lib/paint.mjs";
import { createProgress } from "../lib/progress.mjs";

/** Tells the story on the terminal: chapters, what is done and how long it took, and what is claimed and checked. */
export function createTeller() {
  const progress = createProgress({ announce: false });
  return {
    chapter(number, title) {
      console.log(`\n${paint.bold(paint.cyan(`${number}. ${title}`))}`);
    },
    say(text) {
      console.log(indent(text));
    },
    /** Does one thing: `work(update)` returns what came of it, `done` turns that into the line to print. */
    async does(title, work, done = () => title) {
      progress.begin(title);
      try {
        const result = await work(progress.update);
        progress.end(done(result));
        return result;
      } catch (error) {
        progress.clear();
        throw error;
      }
    },
    /** Prints a claim that holds, or ends the story with it. */
    checks(holds, claim, seen) {
      if (!holds) throw new Fault(`The story does not hold. Expected: ${claim}\nSeen: ${seen}`);
      console.log(`  ${paint.green("✓")} ${paint.bold(claim)}`);
    },
    /** Shows text of another program as it is. */
    quotes(text) {
      console.log(
        text
          .trimEnd()
          .split("\n")
          .map((line) => `  ${paint.dim("│")} ${line}`)
          .join("\n"),
      );
    },
    elapsed: stopwatch(),
  };
}

function indent(text) {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
