import { resolve } from "node:path";

/** `algorithmia-platform snapshot <file> --data <folder>`. */
export async function snapshot(file: string, { data }: { data: string }): Promise<void> {
  const { takeSnapshot } = require("../operations/snapshot") as typeof import("../operations/snapshot");
  const sizeBytes = await takeSnapshot(data, file);
  process.stdout.write(`Wrote ${resolve(file)} (${sizeBytes} bytes). It holds the platform's keys: keep it as safe as they are.\n`);
}

/** `algorithmia-platform restore <file> --data <folder>`. */
export async function restore(file: string, { data }: { data: string }): Promise<void> {
  const { restoreSnapshot } = require("../operations/restore") as typeof import("../operations/restore");
  await restoreSnapshot(file, data);
  process.stdout.write(`Restored ${resolve(data)}. Start it: algorithmia-platform start --data ${resolve(data)}\n`);
}

/** `algorithmia-platform reset --data <folder> --yes`. */
export async function reset({ data, yes }: { data: string; yes?: boolean }): Promise<void> {
  const { resetDataFolder } = require("../operations/reset") as typeof import("../operations/reset");
  const dataDir = resolve(data);
  if (!yes)
    throw new Error(
      `This removes every file, algorithm, version, account and key of ${dataDir}, for good. Add --yes if that is what you want.`,
    );
  await resetDataFolder(dataDir);
  process.stdout.write(`${dataDir} is empty. The next start makes new keys.\n`);
}
