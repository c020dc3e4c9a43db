import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

const usersOfSystemd = "/run/systemd/dynamic-uid";

/**
 * Numbers that belong to somebody: an account of this machine, a service that systemd has given one for a time, or whoever has processes.
 * Ending an instance ends all that its user runs, so none of them may ever be taken for one.
 */
export async function usersOfOthers(): Promise<Set<number>> {
  const [accounts, services, pids] = await Promise.all([
    readFile("/etc/passwd", "utf8").catch(() => ""),
    readdir(usersOfSystemd).catch(() => []),
    readdir("/proc"),
  ]);
  const running = pids.filter((name) => /^\d+$/.test(name)).map((pid) => ownerOf(join("/proc", pid)));
  const known = accounts.split("\n").map((line) => Number(line.split(":")[2]));
  return new Set([...known, ...services.map(Number), ...(await Promise.all(running))]);
}

function ownerOf(path: string): Promise<number> {
  return stat(path).then(
    ({ uid }) => uid,
    () => Number.NaN,
  );
}
