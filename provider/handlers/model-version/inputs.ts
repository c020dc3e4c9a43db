import type { Timeouts, VersionType } from "../../rollout/desired";
import type { ReferenceInput } from "../../rollout/reference";
import type { Comparison, SmokeTest } from "../../smoke";

/** One of several models, as the state keeps it. */
export interface NamedModelInputs {
  uri: string;
  /** 64 hex digits. */
  sha256: string;
  /** Absent for a stored model, whose size only the store knows. */
  bytes?: number;
  /** Collection, without a trailing slash. Absent where it is the default. */
  store?: string;
  /** Template of the file name. Absent where it is the default. */
  fileName?: string;
  /** The model was in storage already and is never uploaded. Absent otherwise. */
  stored?: true;
  reference?: ReferenceInput;
}

/** The inputs as the state keeps them: what, when it differs, is a different thing to serve. */
export interface Inputs {
  /** `owner/name` */
  algorithm: string;
  /** Collection, without a trailing slash. Absent where it is the default, see `naming.ts`. */
  store?: string;
  /** Template of the file name. Absent where it is the default. */
  fileName?: string;
  /** This and the hash are absent only where `models` alone are given. */
  modelUri?: string;
  modelSha256?: string;
  /** Not among the inputs of a stored model, whose size only the store knows. */
  modelBytes?: number;
  /** The model was in storage already and is never uploaded. Absent otherwise. */
  stored?: true;
  reference?: ReferenceInput;
  /** Further models of the same version, by name. */
  models?: Record<string, NamedModelInputs>;
  callability?: "public" | "private";
  sampleInput?: string;
}

/** Kept among the inputs for policies to read; a change of these alone is no difference. */
export interface Assurances {
  /** Every model's hash was declared beforehand. */
  pinned?: true;
  /** Names of the smoke tests. */
  smokeTests?: string[];
}

/** What only the run at hand needs: where the bytes are, how the next version is published, how to show progress. */
export interface RunFacts {
  urn?: string;
  /** Local files by the model's name, which is empty for `model`. */
  paths: Record<string, string>;
  /** Their own file names likewise, `bert.tar` of a folder. */
  names?: Record<string, string>;
  /** Those of them whose bytes in storage are read through before anything is done. */
  verify?: Record<string, "content">;
  /** What is to be said of the models before they are rolled out. */
  warnings?: string[];
  versionType: VersionType;
  releaseNotes?: string;
  sampleOutput?: string;
  smokeTests?: SmokeTest[];
  compare?: Comparison;
  retain?: { files?: number; pinFiles?: string[] };
  timeouts: Timeouts;
}

/** What the resource class found out about one model: see `resources/model-input.ts`. */
export interface ToldModel {
  /** The local file or folder with its bytes, or nothing for a model in storage. */
  path?: string;
  /** Its own file name, `bert.tar` of a folder; of an older program nothing, and the path's last part counts. */
  name?: string;
  /** The URI of a model in storage. */
  uri?: string;
  /** Its bytes there are to be read through before anything is done. */
  verify?: "content";
  /** 64 hex digits. */
  sha256?: string;
  sizeBytes?: number;
  /** What its users should know before they load it. */
  warnings?: string[];
  /** Why the model cannot be used, as found while it was hashed. */
  problem?: string;
}

/** What the resource class told of this run. A part is absent as long as it is not known. */
export interface ToldByProgram {
  urn?: string;
  model: ToldModel | "none" | "unknown";
  models: Record<string, ToldModel> | "unknown";
}

/** Settings of one of several models, as the program gave them. */
export interface NamedModelSettings {
  store?: string;
  fileName?: string;
  reference?: ReferenceInput;
  expectedSha256?: string;
}

/** The inputs of a program, parsed. */
export interface ParsedInputs {
  algorithm?: string;
  store?: string;
  fileName?: string;
  expectedSha256?: string;
  reference?: ReferenceInput;
  models?: Record<string, NamedModelSettings>;
  versionType?: VersionType;
  releaseNotes?: string;
  sampleInput?: string;
  sampleOutput?: string;
  callability?: "public" | "private";
  smokeTests?: SmokeTest[];
  compare?: Comparison;
  retain?: { files?: number; pinFiles?: string[] };
  updateMode?: "publish" | "reload";
  timeouts?: Partial<Timeouts>;
}
export type InputName = keyof ParsedInputs;

/** The warnings about every model, from what the resource class sends to the engine. */
export function modelWarnings({ __run }: Record<string, unknown>): string[] {
  const { found, models = {} } = runOf(__run);
  return [found, ...Object.values(models)].flatMap((model) => model?.warnings ?? []);
}

/** What is told for one run only: of the one model, of those of `models`, and where the resource stands. */
export interface ToldRun {
  urn?: string;
  found?: ToldModel;
  models?: Record<string, ToldModel>;
}

/** One text where all of it is known at once: each member of an object costs the engine's runtime as much as an input. */
export const runText = (run: ToldRun): string => JSON.stringify(run);

export function runOf(told: unknown): ToldRun {
  return (typeof told === "string" && told.startsWith("{") ? JSON.parse(told) : (told ?? {})) as ToldRun;
}
