import { spawn } from "node:child_process";
import { firstUser, lastUser, tableFolder } from "./numbers";

// To all that this user may signal; not as root, who alone can read the folder and might signal everything.
const script = '[ -r "$1" ] && exit 2; kill -9 -1 2>/dev/null; exit 0';

/**
 * Kills every process of an instance's user, at once, so that nothing can be started in between; also what has left the instance's group
 * or whose parents are gone. Only root can. What is killed may take a moment to be gone.
 *
 * @throws Error when it could not be done
 */
export async function endProcessesOf(user: number): Promise<void> {
  if (!Number.isInteger(user) || user < firstUser || user > lastUser) throw new Error(`${user} is no user of an instance`);
  const child = spawn("/bin/sh", ["-c", script, "sh", tableFolder], { uid: user, gid: user, cwd: "/", env: {}, stdio: "ignore" });
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("exit", resolve));
  if (code !== 0) throw new Error(`The processes of user ${user} could not be ended (exit code ${code})`);
}
