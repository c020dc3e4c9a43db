import { chownSync } from "node:fs";
import { release } from "node:os";
import type { InstanceFolder } from "../instance-folder";
import { onPath } from "../on-path";

/** As which user instances run, and with which right to make namespaces of their own. */
export interface WayToRun {
  /** For bwrap, and what comes after its `--dev`. */
  options: string[];
  optionsOfDevices: string[];
  /** Each instance has a user that nobody else has. */
  ownUser: boolean;
  /** Whether the kernel counts an instance's processes apart from the user's others. */
  countsProcesses: boolean;
  /** What goes before the command of an instance, whose folder becomes that of its user. */
  command(folder?: InstanceFolder): string[];
}

/** The ways that are worth a try, the best first. */
export async function waysToRun(): Promise<WayToRun[]> {
  const plain = { optionsOfDevices: [], ownUser: false, command: () => [] };
  // Root keeps its user number inside, and the kernel never counts root's processes. Since Linux 5.14 it counts others' for each namespace.
  const countsProcesses = process.geteuid?.() !== 0 && kernelIsAtLeast(5, 14);
  return [
    ...(await ownUsers()),
    // The kernel offers more to attack to a process that can make namespaces of its own.
    { ...plain, options: ["--unshare-user", "--disable-userns"], countsProcesses },
    { ...plain, options: ["--unshare-user-try"], countsProcesses },
  ];
}

/** Root can give each instance a user of its own, so that nothing on the machine runs as root but the platform. */
async function ownUsers(): Promise<WayToRun[]> {
  const setpriv = process.geteuid?.() === 0 ? await onPath("setpriv") : undefined;
  // Under a umask that hides files from others, such a user could not read what the platform built.
  if (setpriv === undefined || (process.umask() & 0o005) !== 0) return [];
  // Numbers that systemd, too, gives to users for a time.
  const [first, last] = [61_184, 65_519];
  let next = first + Math.floor(Math.random() * (last - first));
  return [
    {
      options: ["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"].flatMap((capability) => ["--cap-add", capability]),
      optionsOfDevices: ["--perms", "1777", "--tmpfs", "/dev/shm"],
      ownUser: true,
      countsProcesses: true,
      command(folder) {
        const user = next;
        next = next < last ? next + 1 : first;
        for (const path of folder ? [folder.root, folder.home, folder.temporary] : []) chownSync(path, user, user);
        return [setpriv, `--reuid=${user}`, `--regid=${user}`, "--clear-groups", "--bounding-set=-all", "--inh-caps=-all", "--"];
      },
    },
  ];
}

function kernelIsAtLeast(major: number, minor: number): boolean {
  const [seenMajor = 0, seenMinor = 0] = release().split(".").map(Number);
  return seenMajor > major || (seenMajor === major && seenMinor >= minor);
}
