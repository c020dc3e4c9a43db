import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { release } from "node:os";
import type { InstanceFolder } from "../instance-folder";
import { onPath } from "../on-path";
import { tableFolder } from "./numbers";
import { type InstanceUser, openUserTable } from "./user-table";

/** As which user bwrap runs instances, and with which right to make namespaces of their own. */
export interface WayToRun {
  /** For bwrap, and what comes after its `--dev`. */
  options: string[];
  optionsOfDevices: string[];
  /** Whether the kernel counts an instance's processes apart from the user's others. */
  countsProcesses: boolean;
  /** Each instance has a user that nobody else has; undefined: all have the platform's. */
  own?: {
    take(folder: InstanceFolder): Promise<InstanceUser>;
    /** What goes before the command of an instance. */
    become(user: number): string[];
  };
}

/** The ways that are worth a try, the best first. */
export async function waysToRun(): Promise<WayToRun[]> {
  // Root keeps its user number inside, and the kernel never counts root's processes. Since Linux 5.14 it counts others' for each namespace.
  const countsProcesses = process.geteuid?.() !== 0 && kernelIsAtLeast(5, 14);
  return [
    ...(await ownUsers()),
    // The kernel offers more to attack to a process that can make namespaces of its own.
    { optionsOfDevices: [], options: ["--unshare-user", "--disable-userns"], countsProcesses },
    { optionsOfDevices: [], options: ["--unshare-user-try"], countsProcesses },
  ];
}

// What root has to be able to do to processes and files of theirs, with the kernel's numbers. Containers take some away.
const capabilities = { CHOWN: 0n, DAC_OVERRIDE: 1n, KILL: 5n, SETGID: 6n, SETUID: 7n };

/** Why instances cannot have users of their own, whatever isolates them otherwise; undefined when they can. */
export function noOwnUsers(): string | undefined {
  if (process.platform !== "linux") return `they are for Linux, not ${process.platform}`;
  if (process.geteuid?.() !== 0) return "the platform does not run as root";
  const held = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0"}`);
  const missing = Object.entries(capabilities).filter(([, bit]) => ((held >> bit) & 1n) === 0n);
  if (missing.length > 0) return `root lacks ${missing.map(([name]) => `CAP_${name}`).join(" and ")}`;
  // Such a user could not read what the platform built.
  if ((process.umask() & 0o005) !== 0) return "its umask hides what it makes from other users";
  try {
    mkdirSync(tableFolder, { recursive: true });
    chmodSync(tableFolder, 0o700);
    return undefined;
  } catch (error) {
    return `their table cannot be kept: ${(error as Error).message}`;
  }
}

/** Root can give each instance a user of its own, so that nothing on the machine runs as root but the platform. */
async function ownUsers(): Promise<WayToRun[]> {
  const setpriv = noOwnUsers() === undefined ? await onPath("setpriv") : undefined;
  if (setpriv === undefined) return [];
  const table = openUserTable();
  return [
    {
      options: ["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"].flatMap((capability) => ["--cap-add", capability]),
      optionsOfDevices: ["--perms", "1777", "--tmpfs", "/dev/shm"],
      countsProcesses: true,
      own: {
        take: table.take,
        become: (user) => [setpriv, `--reuid=${user}`, `--regid=${user}`, "--clear-groups", "--bounding-set=-all", "--inh-caps=-all", "--"],
      },
    },
  ];
}

function kernelIsAtLeast(major: number, minor: number): boolean {
  const [seenMajor = 0, seenMinor = 0] = release().split(".").map(Number);
  return seenMajor > major || (seenMajor === major && seenMinor >= minor);
}
