import { createBwrap } from "./bwrap";
import type { Isolation, IsolationChoice } from "./contract";

export type { Isolated, Isolation, IsolationChoice, Place } from "./contract";

/**
 * Finds out how instances can be kept from each other on this machine; `bwrap` is tried once, for it may be installed and yet not work,
 * as in a container that may not make namespaces.
 *
 * @param hidden folders that no instance may see, wherever they lie
 * @param shown more files that every instance may read
 * @throws Error when "bwrap" is asked for and does not work
 */
export async function createIsolation(choice: IsolationChoice, hidden: string[], shown: string[] = []): Promise<Isolation> {
  if (choice === "none") return none("asked for");
  const bwrap = await createBwrap(hidden, shown);
  if (typeof bwrap !== "string") return bwrap;
  if (choice === "auto") return none(bwrap);
  throw new Error(`Algorithms cannot be isolated with bwrap: ${bwrap}. Make it work, or start with --isolation auto or none.`);
}

function none(why: string): Isolation {
  return {
    kind: "none",
    description: `none (${why}): algorithms can read and write what the user of the platform can`,
    countsProcesses: false,
    seenInside: (folder) => folder,
    command: async (command, { environment }) => ({ command, environment }),
  };
}
