import type { InstanceFolder } from "../instance-folder";

/** Ways to keep instances from each other: bubblewrap, users of their own (of root's making), none. */
export const isolationKinds = ["bwrap", "users", "none"] as const;
export type IsolationKind = (typeof isolationKinds)[number];

/** How instances shall be kept from each other: "auto" takes the first of `isolationKinds` that works. */
export type IsolationChoice = "auto" | IsolationKind;

/** How instances are kept from each other on this machine. */
export interface Isolation {
  kind: IsolationKind;
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
  /** A Python of this machine, or of an environment. */
  python: string;
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
  /** To be called once it has ended, or could not be started: takes away what is left of it. */
  free?(): Promise<void>;
}
