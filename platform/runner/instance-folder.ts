import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where one instance may write. */
export interface InstanceFolder {
  root: string;
  home: string;
  temporary: string;
}

/** Makes the private folder of an instance; it goes with the instance. */
export async function makeInstanceFolder(): Promise<InstanceFolder> {
  const root = await mkdtemp(join(tmpdir(), "algorithmia-instance-"));
  const folder = { root, home: join(root, "home"), temporary: join(root, "tmp") };
  await Promise.all([mkdir(folder.home), mkdir(folder.temporary)]);
  return folder;
}
