import { readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

const dayMs = 86_400_000;
const markerName = "last-sweep";

/** What stays in the cache: files used in the last `unusedDays`, and of those the `maxFiles` used last. */
const limits = { unusedDays: 90, maxFiles: 10_000 };

/**
 * Keeps a cache folder from growing for ever, at most once a day.
 * @throws The file system's own error; what was not swept is swept another day.
 */
export async function sweepOnceADay(folder: string, { unusedDays, maxFiles } = limits): Promise<void> {
  const marker = join(folder, markerName);
  if ((await ageMs(marker)) < dayMs) return;
  await writeFile(marker, ""); // First, so that other processes of this minute leave the work to this one.

  const files = await Promise.all(
    (await readdir(folder)).filter((name) => name !== markerName).map(async (name) => ({ name, ageMs: await ageMs(join(folder, name)) })),
  );
  files.sort((one, other) => one.ageMs - other.ageMs);
  const superfluous = files.filter(({ name, ageMs }, index) => {
    const keptMs = name.endsWith(".json") ? unusedDays * dayMs : dayMs; // Others were left by a process that was killed.
    return index >= maxFiles || ageMs > keptMs;
  });
  await Promise.all(superfluous.map(({ name }) => rm(join(folder, name), { force: true })));
}

async function ageMs(path: string): Promise<number> {
  try {
    return Date.now() - (await stat(path)).mtimeMs;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
