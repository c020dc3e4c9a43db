import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import type { TestStack } from "../engine/stack";

/** The engine asks for one even though no code is generated. */
const languageHost = join(__dirname, "language-host");
const run = promisify(execFile);

/** One entry of the file that `pulumi import --file` reads: see docs/import.md. */
export interface ImportEntry {
  type: string;
  name: string;
  id: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

/** Runs `pulumi import --file` against a stack, as its user would. @returns what it printed */
export async function importResources(stack: TestStack, entries: ImportEntry[]): Promise<string> {
  const engine = process.env.PULUMI_ALGORITHMIA_ENGINE ?? "pulumi";
  const folder = mkdtempSync(join(tmpdir(), "import-"));
  // The provider's process runs in the project's `main` folder, and finds the package under test from there.
  const { workDir } = stack.stack.workspace;
  try {
    const file = join(folder, "resources.json");
    writeFileSync(file, JSON.stringify({ resources: entries }));
    const { envVars } = stack.stack.workspace;
    const env = { ...process.env, ...envVars, PATH: [languageHost, dirname(engine), process.env.PATH].join(delimiter) };
    const args = ["import", "--file", file, "--generate-code=false", "--protect=false", "--yes", "--stack", "dev", "--non-interactive"];
    const { stdout, stderr } = await run(engine, args, { cwd: workDir, env });
    return stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
