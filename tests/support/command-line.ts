import { run } from "../../provider/cli/main";
import { capturedTerminal } from "../provider/cli/captured-terminal";
import type { RunningPlatform } from "./platform";

/** Runs `pulumi-algorithmia` in this process against a platform. */
export async function commandLine({ url, apiKey }: Pick<RunningPlatform, "url" | "apiKey">, ...args: string[]) {
  const before = { ...process.env };
  Object.assign(process.env, { ALGORITHMIA_API: url, ALGORITHMIA_API_KEY: apiKey });
  const terminal = capturedTerminal();
  try {
    const code = await run(args, terminal);
    return { code, out: terminal.outText, err: terminal.errText };
  } finally {
    process.env = before;
  }
}
