import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onInterrupt } from "../lib/interrupt.mjs";
import { run } from "../lib/run.mjs";
import { tallyJest } from "./tally.mjs";

/** Runs jest with its own reporter on the terminal and returns the tally. Tests find the engine by PULUMI_ALGORITHMIA_ENGINE. */
export async function runJest({ root, args, pulumi }) {
  const folder = mkdtempSync(join(tmpdir(), "jest-report-"));
  const discard = () => rmSync(folder, { recursive: true, force: true });
  const forget = onInterrupt(discard);
  const reportFile = join(folder, "report.json");
  try {
    const ended = await run(
      process.execPath,
      [join(root, "node_modules", "jest", "bin", "jest.js"), "--json", `--outputFile=${reportFile}`, ...args],
      {
        cwd: root,
        env: { ...process.env, PULUMI_ALGORITHMIA_ENGINE: pulumi },
        inherit: true,
      },
    );
    return tallyJest(readReport(reportFile), ended.code);
  } finally {
    forget();
    discard();
  }
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // Jest writes no report when it ends before its tests: a wrong argument, a broken configuration.
    return undefined;
  }
}
