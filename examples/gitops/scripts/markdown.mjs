import { readFileSync } from "node:fs";

/** GitHub refuses a comment of more than 65,536 characters; the frame around a report needs some of them. */
const longestReport = 50_000;

/** What a command printed, kept by the workflow in a file; empty when the step before never came so far. */
export function report(path) {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}

/** A text as it was printed, folded away under a title. Longer fences than any inside, so that nothing in it ends the block. */
export function folded(title, text) {
  const shown = text.length > longestReport ? `${text.slice(0, longestReport)}\n… (the rest is in the run's log)` : text;
  const fence = "`".repeat(Math.max(3, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return `<details><summary>${title}</summary>\n\n${fence}text\n${shown}\n${fence}\n\n</details>`;
}
