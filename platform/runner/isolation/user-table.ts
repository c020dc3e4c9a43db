import { chownSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { DataFolderInUse, takeLock } from "../../store/lock";
import type { InstanceFolder } from "../instance-folder";
import { endProcessesOf } from "./end-processes";
import { firstUser, lastUser, tableFolder } from "./numbers";
import { usersOfOthers } from "./users-of-others";

/** A user of this machine that nobody else has, for as long as an instance lives. */
export interface InstanceUser {
  /** Number of the user and of its group; neither has a name. */
  id: number;
  /** Ends all its processes, removes the instance's folder, and gives the number back. */
  free(): Promise<void>;
}

/** The numbers of users for instances, which all platforms of this machine share. Only root can use it. */
export interface UserTable {
  /** Takes a number; the folder becomes that user's. */
  take(folder: InstanceFolder): Promise<InstanceUser>;
}

/**
 * Opens the table. A number is taken by a lock of this process; a record beside it says what has to be cleared away before anybody else may
 * have it, also when this process is killed: what platforms that were killed have left is cleared away now.
 *
 * @param clearMore removes what a user has left elsewhere
 */
export function openUserTable(clearMore: (id: number) => Promise<void> = async () => {}): UserTable {
  const record = (id: number) => join(tableFolder, `${id}.json`);
  const lock = (id: number) => tryLock(join(tableFolder, `${id}.lock`));
  const others = usersOfOthers();
  let next = firstUser + Math.floor(Math.random() * (lastUser - firstUser));

  /** Undoes what was done for a number that this process has locked. */
  const clear = async (id: number): Promise<void> => {
    const root = recorded(record(id));
    if (root === undefined) return;
    await endProcessesOf(id);
    // What is about to die may still add a file.
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
    await clearMore(id);
    rmSync(record(id), { force: true });
  };

  const sweep = async (): Promise<void> => {
    for (const name of readdirSync(tableFolder)) {
      const id = Number(/^(\d+)\.json$/.exec(name)?.[1]);
      const unlock = id ? lock(id) : undefined;
      // What cannot be cleared away is in nobody's way: its number stays out of use.
      if (unlock) await clear(id).then(unlock, unlock);
    }
  };
  void sweep().catch(() => {});

  return {
    async take(folder) {
      const foreign = await others;
      for (let tries = firstUser; tries <= lastUser; tries++) {
        const id = next;
        next = next < lastUser ? next + 1 : firstUser;
        const unlock = foreign.has(id) ? undefined : lock(id);
        if (!unlock) continue;
        try {
          await clear(id);
        } catch {
          unlock();
          continue;
        }
        try {
          writeFileSync(record(id), JSON.stringify(folder.root), { mode: 0o600 });
          for (const path of [folder.root, folder.home, folder.temporary]) chownSync(path, id, id);
        } catch (error) {
          unlock();
          throw error;
        }
        // A number that could not be cleared stays taken as long as this process lives.
        return { id, free: () => clear(id).then(unlock) };
      }
      throw new Error(`All users from ${firstUser} to ${lastUser} are taken by instances of this machine.`);
    },
  };
}

/** How to give the lock back; undefined when somebody has it. */
function tryLock(file: string): (() => void) | undefined {
  try {
    return takeLock(file);
  } catch (error) {
    if (error instanceof DataFolderInUse) return undefined;
    throw error;
  }
}

/** The folder of the instance that had the number last; undefined when all of it has been cleared away. */
function recorded(file: string): string | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as string;
  } catch (error) {
    // Cut off while it was written: nothing had been started.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
