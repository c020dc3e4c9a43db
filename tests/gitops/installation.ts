import { chmodSync, copyFileSync, linkSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

export const root = resolve(__dirname, "../..");

/**
 * Makes `folder` what an installation of the Pulumi CLI is: the engine itself, its launcher for dynamic providers, and a language host for
 * `runtime: nodejs`. The host is ours (tests/support/language-host); the engine looks for it beside itself, and takes a link for elsewhere.
 */
export function installPulumi(folder: string): string {
  const engine = process.env.PULUMI_ALGORITHMIA_ENGINE;
  if (!engine) throw new Error("Run this through `npm test`: it finds the Pulumi engine and names it in PULUMI_ALGORITHMIA_ENGINE.");
  mkdirSync(folder, { recursive: true });
  const pulumi = join(folder, "pulumi");
  try {
    linkSync(engine, pulumi);
  } catch {
    copyFileSync(engine, pulumi); // Another file system.
    chmodSync(pulumi, 0o755);
  }
  symlinkSync(join(dirname(engine), "pulumi-resource-pulumi-nodejs"), join(folder, "pulumi-resource-pulumi-nodejs"));
  symlinkSync(join(root, "tests/support/language-host/pulumi-language-nodejs"), join(folder, "pulumi-language-nodejs"));
  return folder;
}
