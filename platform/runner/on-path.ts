import { access, constants } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";

/** The path of a program, as a shell would find it; undefined when there is none. */
export async function onPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? "/usr/bin:/bin").split(delimiter).filter(isAbsolute)) {
    const path = join(folder, name);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
