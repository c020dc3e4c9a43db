import { onPath } from "../on-path";
import { createBwrap } from "./bwrap";
import type { Isolation, IsolationChoice } from "./contract";
import { createOwnUsers } from "./own-users";

export { type Isolated, type Isolation, type IsolationChoice, type IsolationKind, isolationKinds, type Place } from "./contract";

const ways = { bwrap: createBwrap, users: createOwnUsers };

/**
 * Finds out how instances can be kept from each other on this machine; a way is tried once, for bwrap may be installed and yet not work,
 * as in a container that may not make namespaces.
 *
 * @param hidden folders that no instance may see, wherever they lie
 * @param shown more files that every instance may read
 * @throws Error when a way is asked for and does not work
 */
export async function createIsolation(choice: IsolationChoice, hidden: string[], shown: string[] = []): Promise<Isolation> {
  if (choice === "none") return none("asked for");
  if (choice !== "auto") {
    const isolation = await ways[choice](hidden, shown);
    if (typeof isolation !== "string") return isolation;
    throw new Error(`Algorithms cannot be isolated with ${choice}: ${isolation}. Make it work, or start with --isolation auto or none.`);
  }
  const bwrap = await createBwrap(hidden, shown);
  if (typeof bwrap !== "string") return bwrap;
  const users = await createOwnUsers(hidden, shown);
  if (typeof users !== "string") return { ...users, description: `${users.description} (${bwrap})` };
  const installable = process.platform === "linux" && (await onPath("bwrap")) === undefined;
  return none(`${bwrap}; no users of their own, for ${users}`, installable ? ". Install bubblewrap to isolate them" : "");
}

function none(why: string, remedy = ""): Isolation {
  return {
    kind: "none",
    description: `none (${why}): algorithms can read and write what the user of the platform can${remedy}`,
    countsProcesses: false,
    seenInside: (folder) => folder,
    command: async (command, { environment }) => ({ command, environment }),
  };
}
