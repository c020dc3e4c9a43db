import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

export const root = resolve(__dirname, "../..");

const scripts = pathToFileURL(`${root}/scripts/`).href;

/**
 * Runs the body of an async function in a Node.js of its own, where `load("lib/run.mjs")` imports a script, and returns its result:
 * the scripts are ES modules without a build, which jest's CommonJS world cannot import.
 */
export async function inNode<T>(
  body: string,
  { env = {}, timeoutSeconds = 600 }: { env?: NodeJS.ProcessEnv; timeoutSeconds?: number } = {},
): Promise<T> {
  const program = `
    const load = (file) => import(new URL(file, ${JSON.stringify(scripts)}));
    const result = await (async () => { ${body} })();
    process.stdout.write("\\n" + JSON.stringify(result ?? null));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: root,
    env: { ...process.env, ...env },
    // Less than any test waits: what the scripts started is then ended by their own clean-up.
    timeout: timeoutSeconds * 1000,
  });
  return JSON.parse(stdout.slice(stdout.lastIndexOf("\n") + 1)) as T;
}
