import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { BuildFailure } from "./failure";
import { runStep } from "./run-step";
import type { Follower } from "./shared-work";
import { stepEnvironment } from "./step-environment";

/** The tests of an algorithm, and how they are run. */
export interface Tests {
  sourceDir: string;
  command: string;
  args: string[];
  /** Folders whose programs come first. */
  path: string[];
  /** An exit code that is no failure either. */
  alsoGood?: number;
}

const timeoutSeconds = 600;

/**
 * Runs an algorithm's own tests in a copy of the checkout, so that they leave nothing in the version. They see neither secrets nor a key.
 *
 * @throws BuildFailure "test" when they fail, or take more than ten minutes; what they say is in the log
 */
export async function runTests({ sourceDir, command, args, path, alsoGood }: Tests, { log, signal }: Follower): Promise<void> {
  log("Running the tests\n");
  // Beside the checkout, where links out of it lead to the same.
  const copy = join(sourceDir, "..", "tested");
  const home = await mkdtemp(join(tmpdir(), "algorithmia-test-"));
  try {
    await cp(sourceDir, copy, { recursive: true, verbatimSymlinks: true });
    const environment = {
      ...stepEnvironment(),
      HOME: home,
      TMPDIR: home,
      PATH: [...path, process.env.PATH ?? "/usr/bin:/bin"].join(delimiter),
    };
    const { code, output, timedOut } = await runStep(command, args, { environment, cwd: copy, signal, log, timeoutSeconds });
    if (timedOut) throw new BuildFailure("test", `The tests were not done after ${timeoutSeconds} seconds.`);
    if (code !== 0 && code !== alsoGood) throw new BuildFailure("test", `The tests failed: ${summary(output)}`);
  } finally {
    await Promise.all([copy, home].map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

/** The last line that speaks of failures, as all test runners end with one; else the last of all. */
function summary(output: string): string {
  const lines = output.trimEnd().split("\n");
  const line = lines.findLast((each) => /\bfail(ed|ures?)?\b/i.test(each)) ?? lines.at(-1) ?? "";
  return line.replace(/^[=#\s]+|[=\s]+$/g, "").slice(0, 200) || "see the log";
}
