import { runStep } from "./run-step";
import type { Follower } from "./shared-work";
import { stepEnvironment } from "./step-environment";

/**
 * Takes away the right to write to the files of an environment, which all versions share and which may be hard links into the downloads
 * of all environments. Folders stay writable, or an ordinary user could not remove a data folder.
 */
export async function protect(folder: string, { log, signal }: Follower): Promise<void> {
  const args = [folder, "-type", "f", "-exec", "chmod", "a-w", "{}", "+"];
  const { ok, output } = await runStep("find", args, { environment: stepEnvironment(), signal, log });
  if (!ok) throw new Error(`Making the environment's files read-only failed: ${output.trim()}`);
}
