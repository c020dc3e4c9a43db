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

/** Where the bytes are now: a file on this machine, or one that is in storage already. */
export type ModelBytes = { kind: "local"; path: string } | { kind: "stored" };

/** What an algorithm shall serve, and how the version that does so is to be published. */
export interface Desired {
  /** `owner/name` */
  algorithm: string;
  bytes: ModelBytes;
  /** 64 lower-case hex digits. */
  modelSha256: string;
  /** Where the bytes are served from: a name made of their hash, or the URI that was given. */
  modelUri: string;
  /** The collection, without a trailing slash. */
  store: string;
  /** May this file name stand in the source now, as the one to be replaced? */
  isModelFile(fileName: string): boolean;
  reference?: ReferenceInput;
  versionType: VersionType;
  releaseNotes?: string;
  sampleInput?: string;
  sampleOutput?: string;
  callability?: "public" | "private";
  timeouts: Timeouts;
  /** What the last run recorded, when there was one. */
  current?: { version?: string; previousVersion?: string };
}

/** What serves after a rollout: the outputs of the resource. */
export interface Serving {
  version: string;
  versionHash: string;
  algorithmUri: string;
  endpoint: string;
  modelUri: string;
  modelSha256: string;
  modelBytes: number;
  modelMd5?: string;
  previousVersion?: string;
  buildId?: string;
  publishedAt?: string;
  /** The newest version there was when this run ended: a newer one at the next refresh is drift. */
  newestVersion: string;
}
