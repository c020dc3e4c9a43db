import { readdir, stat } from "node:fs/promises";

/** How many processes and threads this user has: the kernel counts them all against a limit of any of them. */
export async function tasksOfUser(): Promise<number> {
  const user = process.geteuid?.();
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  const counts = await Promise.all(
    pids.map(async (pid) => {
      try {
        const folder = `/proc/${pid}`;
        return (await stat(folder)).uid === user ? (await readdir(`${folder}/task`)).length : 0;
      } catch {
        // It has ended meanwhile.
        return 0;
      }
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
