import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { onInterrupt } from "../lib/interrupt.mjs";
import { buildWithGo } from "./go-build.mjs";
import { placeLauncher } from "./launcher.mjs";
import { installOfficial } from "./official.mjs";
import { probe } from "./probe.mjs";
import { engineVersion } from "./version.mjs";

const exactly = engineVersion.split(".").map(Number);
const allWays = [
  { source: "installer", name: "The official installer", obtain: installOfficial },
  { source: "go", name: "A build with Go", obtain: buildWithGo },
];

/**
 * Fills `target` with a Pulumi CLI, by the official installer or else by a build with Go. It is made beside and moved there when it is
 * complete, so nobody ever sees half of it. Returns `{ source }`, or `{ reasons }`, one `{ name, reason }` per way.
 */
export async function obtainEngine({ root, parent, target, progress, ways = allWays }) {
  mkdirSync(parent, { recursive: true });
  const work = mkdtempSync(join(parent, ".making-"));
  const discard = () => rmSync(work, { recursive: true, force: true });
  const forget = onInterrupt(discard);
  const reasons = [];
  try {
    for (const { source, name, obtain } of ways) {
      const folder = join(work, source);
      const reason =
        (await obtain({ folder, scratch: join(work, `${source}-module`), progress })) ??
        (await probe(join(folder, "bin", "pulumi"), exactly)).reason;
      if (reason === undefined) {
        placeLauncher({ root, folder: join(folder, "bin") });
        moveInto(folder, target);
        progress.end(`Pulumi engine ${engineVersion} ${source === "go" ? "built with Go" : "installed"}`);
        return { source };
      }
      progress.line(`${name}: ${reason}.`);
      reasons.push({ name, reason });
    }
    return { reasons };
  } finally {
    forget();
    discard();
  }
}

/** Removes what killed runs left behind. Only to be called by the holder of the lock. */
export function sweep(parent) {
  for (const name of readdirSync(parent)) if (name.startsWith(".making-")) rmSync(join(parent, name), { recursive: true, force: true });
}

function moveInto(folder, target) {
  rmSync(target, { recursive: true, force: true });
  renameSync(folder, target);
}
