import { readFile } from "node:fs/promises";
import { totalmem } from "node:os";
import { onPath } from "../on-path";
import type { Limiter, Limits } from "./contract";
import { tasksOfUser } from "./tasks-of-user";

export type { Limiter, Limits } from "./contract";

const mebibyte = 1024 * 1024;

/**
 * Finds out how this machine can limit processes: with `prlimit` of util-linux, which every Debian has. Where there is none (macOS),
 * nothing is limited and the description says so.
 */
export async function createLimiter(limits: Limits = {}): Promise<Limiter> {
  const prlimit = process.platform === "linux" ? await onPath("prlimit") : undefined;
  if (prlimit === undefined) {
    const why = process.platform === "linux" ? "prlimit of util-linux is not installed" : `not on ${process.platform}`;
    return {
      description: () => `none (${why})`,
      memoryMebibytes: undefined,
      command: (command) => command,
      withProcesses: async (command) => command,
    };
  }
  const { memoryMebibytes = defaultMemoryMebibytes(), openFiles = 4096, processes = 4096, fileMebibytes = 32_768, cpuSeconds } = limits;
  const isRoot = process.geteuid?.() === 0;
  // Where memory runs out nevertheless, an algorithm goes, not the platform.
  const choom = await onPath("choom");
  const preferred = choom === undefined ? [] : [choom, "-n", "500", "--"];
  const highest = await highestAllowed();
  const most = (name: string, value: number) => Math.min(value, highest.get(name) ?? Number.POSITIVE_INFINITY);
  const fixed = [
    // Memory that is only reserved, as numerical libraries and JavaScript engines do, does not count here as it does for --as.
    `--data=${most("Max data size", memoryMebibytes * mebibyte)}`,
    `--nofile=${most("Max open files", openFiles)}`,
    `--fsize=${most("Max file size", fileMebibytes * mebibyte)}`,
    "--core=0",
    // The second kills those that ignore SIGXCPU.
    ...(cpuSeconds === undefined ? [] : [`--cpu=${most("Max cpu time", cpuSeconds)}:${most("Max cpu time", cpuSeconds + 5)}`]),
  ];
  return {
    description: (counted) =>
      [
        `${memoryMebibytes} MiB of memory a process`,
        `${openFiles} open files`,
        isRoot && !counted ? "any number of processes (root)" : `${processes} processes`,
        `files of ${fileMebibytes} MiB`,
        ...(cpuSeconds === undefined ? [] : [`${cpuSeconds} s of CPU time`]),
      ].join(", "),
    memoryMebibytes,
    command: (command) => [...preferred, prlimit, ...fixed, "--", ...command],
    async withProcesses(command, counted) {
      // The kernel does not count root's.
      if (isRoot && !counted) return command;
      const number = processes + (counted ? 0 : await tasksOfUser());
      return [prlimit, `--nproc=${most("Max processes", number)}`, "--", ...command];
    },
  };
}

/** Half of what this machine, or this container, has: one algorithm cannot take it all, and a small machine still loads numpy. */
function defaultMemoryMebibytes(): number {
  const container = process.constrainedMemory();
  const bytes = container > 0 ? Math.min(container, totalmem()) : totalmem();
  return Math.max(2048, Math.floor(bytes / mebibyte / 2));
}

/** The hard limits of this process, which it cannot raise for others. */
async function highestAllowed(): Promise<Map<string, number>> {
  const text = await readFile("/proc/self/limits", "utf8").catch(() => "");
  const rows = text.split("\n").map((line) => /^(.*?) {2,}\S+ +(\d+)\b/.exec(line));
  return new Map(rows.flatMap((row) => (row ? [[row[1]!, Number(row[2])]] : [])));
}
