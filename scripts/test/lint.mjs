import { join } from "node:path";
import { run } from "../lib/run.mjs";

/** Checks format and lint of everything. Returns `{ ok, output }`. */
export async function lint({ root }) {
  // An error of lint fails; hints of Biome about its own configuration do not.
  const ended = await run(
    process.execPath,
    [join(root, "node_modules", "@biomejs", "biome", "bin", "biome"), "check", "--colors=off", "."],
    { cwd: root },
  );
  return { ok: ended.code === 0, output: `${ended.stdout}${ended.stderr}`.trim() };
}
