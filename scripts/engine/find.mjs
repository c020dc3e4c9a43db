import { existsSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../lib/fault.mjs";
import { cachedEngine, engineFolder } from "./folder.mjs";
import { placeLauncher } from "./launcher.mjs";
import { withLock } from "./lock.mjs";
import { obtainEngine, sweep } from "./obtain.mjs";
import { engineOnPath } from "./on-path.mjs";
import { probe } from "./probe.mjs";
import { engineVersion, oldestVersion } from "./version.mjs";

/**
 * Finds a Pulumi CLI, and gets one if there is none: PATH, the user's cache, the official installer, a build with Go, in this order.
 * Returns `{ pulumi, source, version }`, `pulumi` being an absolute path that ends in `bin/pulumi` with the launcher at its side or on PATH.
 * Throws one Fault that names all four ways when none works.
 */
export async function findEngine({ root, progress, environment = process.env }) {
  const onPath = await engineOnPath({ root, environment });
  if (onPath.pulumi) return { ...onPath, source: "path" };

  const target = cachedEngine(environment);
  const before = await fromCache({ root, target });
  if (before.pulumi) return before;

  const parent = engineFolder(environment);
  let waiting = false;
  const made = await withLock(
    join(parent, `${engineVersion}.lock`),
    async () => {
      if (waiting) progress.clear();
      const meanwhile = await fromCache({ root, target });
      if (meanwhile.pulumi) return meanwhile;
      sweep(parent);
      return obtainEngine({ root, parent, target, progress });
    },
    {
      onWait: (holder) => {
        if (!waiting) progress.begin(`waiting for another clone that gets the Pulumi engine (process ${holder.pid})`);
        waiting = true;
        progress.update("not there yet");
      },
    },
  );
  if (made.pulumi) return made;
  if (made.source) return { pulumi: join(target, "bin", "pulumi"), source: made.source, version: engineVersion };
  throw new Fault(noEngine([{ name: "PATH", reason: onPath.reason }, { name: "The cache", reason: before.reason }, ...made.reasons]));
}

async function fromCache({ root, target }) {
  const pulumi = join(target, "bin", "pulumi");
  if (!existsSync(pulumi)) return { reason: `nothing is in ${target}` };
  const { version, reason } = await probe(pulumi, oldestVersion);
  if (reason) return { reason };
  placeLauncher({ root, folder: join(target, "bin") });
  return { pulumi, source: "cache", version };
}

/** The text when nothing worked: every way, why it failed, and what would help. */
export function noEngine(reasons) {
  return [
    "No Pulumi engine could be had. Tried, in this order:",
    ...reasons.map(({ name, reason }, place) => `  ${place + 1}. ${name}: ${reason}.`),
    "Any one of these helps:",
    `  - install the Pulumi CLI ${oldestVersion.join(".")} or newer so that it is on PATH: https://www.pulumi.com/docs/install/`,
    `  - copy an installation (a folder with bin/pulumi) to the folder named in 2.`,
    "  - allow access to get.pulumi.com",
    "  - install Go 1.25 or newer (https://go.dev/dl) and allow access to a Go module proxy, then run this again",
  ].join("\n");
}
