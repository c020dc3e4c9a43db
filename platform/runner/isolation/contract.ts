import type { InstanceFolder } from "../instance-folder";

/** How instances are kept from each other: "auto" takes `bwrap` where it works. */
export type IsolationChoice = "auto" | "bwrap" | "none";

/** How instances are kept from each other on this machine. */
export interface Isolation {
  kind: "bwrap" | "none";
  /** For people, one line. */
  description: string;
  /** Whether the kernel counts an instance's processes apart from the user's others. */
  countsProcesses: boolean;
  /** An instance's own folder as the instance sees it. */
  seenInside(folder: InstanceFolder): InstanceFolder;
  /** How to run `command` isolated. */
  command(command: string[], place: Place): Promise<Isolated>;
}

/** What an isolated command gets. */
export interface Place {
  folder: InstanceFolder;
  workingDir: string;
  /** Programs that it runs, which may be installed outside the system's folders. */
  programs: string[];
  /** Folders that it may read, under their own paths. */
  readable: string[];
  environment: Record<string, string>;
}

/** A command to start. */
export interface Isolated {
  command: string[];
  /** Environment to start it with. */
  environment: Record<string, string>;
  /** What it reads from file descriptor 4, if anything. */
  options?: string;
}
