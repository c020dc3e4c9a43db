import type { Timeouts, VersionType } from "../../rollout/desired";
import type { ReferenceInput } from "../../rollout/reference";

/** The inputs as the state keeps them: what, when it differs, is a different thing to serve. */
export interface Inputs {
  /** `owner/name` */
  algorithm: string;
  /** Collection, without a trailing slash. Absent where it is the default, see `naming.ts`. */
  store?: string;
  /** Template of the file name. Absent where it is the default. */
  fileName?: string;
  modelUri: string;
  modelSha256: string;
  /** Not among the inputs of a stored model, whose size only the store knows. */
  modelBytes?: number;
  /** The model was in storage already and is never uploaded. Absent otherwise. */
  stored?: true;
  reference?: ReferenceInput;
  callability?: "public" | "private";
  sampleInput?: string;
}

/** What only the run at hand needs: where the bytes are, how the next version is published, how to show progress. */
export interface RunFacts {
  urn?: string;
  path?: string;
  versionType: VersionType;
  releaseNotes?: string;
  sampleOutput?: string;
  timeouts: Timeouts;
}

/** What the resource class found out about the model, and where the resource is: see `resources/model-version.ts`. */
export interface ToldByProgram {
  urn?: string;
  /** The local file, or nothing for a model in storage. */
  path?: string;
  /** The URI of a model in storage. */
  uri?: string;
  /** 64 hex digits. */
  sha256?: string;
  sizeBytes?: number;
  /** Why the model cannot be used, as found while it was hashed. */
  problem?: string;
}

/** The inputs of a program, parsed. */
export interface ParsedInputs {
  algorithm?: string;
  store?: string;
  fileName?: string;
  expectedSha256?: string;
  reference?: ReferenceInput;
  versionType?: VersionType;
  releaseNotes?: string;
  sampleInput?: string;
  sampleOutput?: string;
  callability?: "public" | "private";
  smokeTests?: unknown[];
  retain?: { files?: number };
  updateMode?: "publish" | "reload";
  timeouts?: Partial<Timeouts>;
}
export type InputName = keyof ParsedInputs;
