import { canonical } from "../host/wire";
import type { Comparison, SmokeTest } from "../smoke";
import type { ReferenceInput } from "./reference";

export type VersionType = "revision" | "minor" | "major";

/** Seconds that each step may take. */
export interface Timeouts {
  upload: number;
  build: number;
  smoke: number;
  publish: number;
}

export const defaultTimeouts: Timeouts = { upload: 3600, build: 1800, smoke: 300, publish: 300 };

/** Where the bytes are now: a file on this machine, or one that is in storage already; `content`: it is read to see that it has them. */
export type ModelBytes = { kind: "local"; path: string } | { kind: "stored"; verify?: "content" };

/** One file that an algorithm shall serve. */
export interface DesiredFile {
  /** Empty for `model`, else its key in `models`. */
  name: string;
  bytes: ModelBytes;
  /** 64 lower-case hex digits. */
  sha256: string;
  /** As the preview saw it; the store alone knows that of a stored model. */
  sizeBytes?: number;
  /** Where the bytes are served from: a name made of their hash, or the URI that was given. */
  uri: string;
  /** The collection or folder, without a trailing slash. */
  store: string;
  /** Template that the name was made with; absent for the usual one. */
  fileName?: string;
  /** What the state recorded at `uri`, where this run leaves these bytes as they are; absent where it changes them. */
  recorded?: { sizeBytes?: number; md5?: string };
  /** May this file name stand in the source now, as the one to be replaced? */
  isModelFile(fileName: string): boolean;
  reference?: ReferenceInput;
}

/** What an algorithm shall serve, and how the version that does so is to be published. */
export interface Desired {
  /** `owner/name` */
  algorithm: string;
  /** At least one; their names differ. All are named by one commit and served by one version. */
  files: readonly DesiredFile[];
  versionType: VersionType;
  releaseNotes?: string;
  sampleInput?: string;
  sampleOutput?: string;
  callability?: "public" | "private";
  /** Called on the built commit before it is published. */
  smokeTests?: readonly SmokeTest[];
  /** How the built commit is compared with the serving version before it is published. */
  compare?: Comparison;
  /** How many superseded uploads stay; absent: all. `pinFiles` are those of other stacks, whose pins are left alone. */
  retain?: { files?: number; pinFiles?: string[] };
  timeouts: Timeouts;
  /** What the last run recorded, when there was one. */
  current?: { version?: string; previousVersion?: string };
}

/** One file that is served. */
export interface ServingFile {
  name: string;
  uri: string;
  sha256: string;
  sizeBytes: number;
  md5?: string;
}

/** What serves after a rollout. */
export interface Serving {
  version: string;
  versionHash: string;
  algorithmUri: string;
  endpoint: string;
  files: ServingFile[];
  previousVersion?: string;
  buildId?: string;
  publishedAt?: string;
  /** The newest version there was when this run ended: a newer one at the next refresh is drift. */
  newestVersion: string;
}

/** One text for one sample input: the same JSON value is the same sample, however it is laid out. */
export function normalisedSample(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : canonical(JSON.parse(text));
  } catch {
    return text?.trim();
  }
}
