import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";

/** The program by which the engine starts resources that are written in TypeScript. */
export const launcherName = "pulumi-resource-pulumi-nodejs";

/** Puts the launcher of the installed `@pulumi/pulumi` into `folder`, beside a CLI, unless the same one is there. */
export function placeLauncher({ root, folder }) {
  const source = join(root, "node_modules", "@pulumi", "pulumi", launcherName);
  const target = join(folder, launcherName);
  if (existsSync(target) && readFileSync(target).equals(readFileSync(source))) return;
  mkdirSync(folder, { recursive: true });
  // Another clone may start the old one at this moment: replace the file, never write into it.
  const beside = `${target}.${process.pid}`;
  copyFileSync(source, beside);
  chmodSync(beside, 0o755);
  renameSync(beside, target);
}
