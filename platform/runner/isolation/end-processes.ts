import { spawn } from "node:child_process";

// Numbers that systemd, too, gives to users for a time.
export const firstUser = 61_184;
export const lastUser = 65_519;
/** Any of them, to try out whether a process can have another user. */
export const someUser = lastUser;

// To all that this user may signal, and to none of them before it is certain who that is.
const script = '[ "$(id -u)" = "$1" ] || exit 2; kill -9 -1 2>/dev/null; exit 0';

/**
 * Kills every process of an instance's user, at once, so that nothing can be started in between; also what has left the instance's group
 * or whose parents are gone. Only root can.
 *
 * @throws Error when it could not be done
 */
export async function endProcessesOf(user: number): Promise<void> {
  if (!Number.isInteger(user) || user < firstUser || user > lastUser) throw new Error(`${user} is no user of an instance`);
  const child = spawn("/bin/sh", ["-c", script, "sh", `${user}`], {
    uid: user,
    gid: user,
    cwd: "/",
    env: { PATH: "/usr/bin:/bin" },
    stdio: "ignore",
  });
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("exit", resolve));
  if (code !== 0) throw new Error(`The processes of user ${user} could not be ended (exit code ${code})`);
}
