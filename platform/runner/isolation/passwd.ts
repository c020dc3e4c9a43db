import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { InstanceFolder } from "../instance-folder";

/** What the user of an instance is called there; it has no name outside. */
export const userName = "algorithm";

/** Variables in which programs look for the name. */
export const nameVariables = { USER: userName, LOGNAME: userName };

/**
 * Writes what the instance is shown as /etc/passwd: the machine's with its own user, which programs look up that want a name, such as
 * Node's `os.userInfo()`. Undefined when the machine has none.
 *
 * @param home as the instance sees it
 */
export async function writePasswd(folder: InstanceFolder, user: number, home: string): Promise<string | undefined> {
  const known = await readFile("/etc/passwd", "utf8").catch(() => undefined);
  if (known === undefined) return undefined;
  const file = join(folder.root, "passwd");
  const end = known === "" || known.endsWith("\n") ? "" : "\n";
  await writeFile(file, `${known}${end}${userName}:x:${user}:${user}::${home}:/usr/sbin/nologin\n`, { mode: 0o644 });
  return file;
}
