import type { InstanceFolder } from "../instance-folder";
import { closedFolder } from "./open-folders";

/** What `become_user.py` makes of the machine's files for one instance. */
export type View = Record<"hidden" | "writable" | "temporary" | "own" | "shown", string[]>;

// Of all other folders an instance reads what anybody may, and writes to none.
const homes = ["/root", "/home"];
const forEverybody = ["/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run/lock"];

/**
 * The view of an instance.
 *
 * @param hidden folders with nothing for it but what is shown
 * @param shown what it may read
 */
export async function viewOf(folder: InstanceFolder, hidden: string[], shown: string[]): Promise<View> {
  // Another user could not enter them: they are replaced by folders that hold only what is shown.
  const closed = await Promise.all([...shown, folder.root].map((path) => closedFolder([path])));
  const replaced = closed.filter((path) => path !== undefined);
  return {
    hidden: [...new Set([...homes, ...hidden, ...replaced])],
    writable: forEverybody,
    temporary: [folder.temporary],
    own: [folder.root],
    shown,
  };
}
