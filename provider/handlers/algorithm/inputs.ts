/** The inputs as the state keeps them. */
export interface Inputs {
  /** `owner/name` */
  algorithm: string;
  label: string;
  /** Absent where the program leaves it to the README of the source, from which the platform takes it. */
  summary?: string;
  tagline?: string;
  /** These two, or `algorithmEnvironment`. */
  language?: string;
  environment?: string;
  algorithmEnvironment?: string;
  sourceVisibility: "open" | "closed";
  networkAccess: "full" | "isolated";
  pipelineEnabled: boolean;
  license: string;
  /** Absent where the program leaves it to whoever publishes. */
  algorithmCallability?: "public" | "private";
  forceDelete?: true;
}

/** A setting that the platform keeps. */
export type Setting = Exclude<keyof Inputs, "algorithm" | "forceDelete">;

/** What a setting is called in the management API, and in which part of its objects (reference §5.1). */
export const apiNames = {
  label: ["details", "label"],
  summary: ["details", "summary"],
  tagline: ["details", "tagline"],
  language: ["settings", "language"],
  environment: ["settings", "environment"],
  algorithmEnvironment: ["settings", "algorithm_environment"],
  sourceVisibility: ["settings", "source_visibility"],
  networkAccess: ["settings", "network_access"],
  pipelineEnabled: ["settings", "pipeline_enabled"],
  license: ["settings", "license"],
  algorithmCallability: ["settings", "algorithm_callability"],
} as const satisfies Record<Setting, readonly ["details" | "settings", string]>;

export const settingNames = Object.keys(apiNames) as Setting[];

/** What is set when the program says nothing. A label is the algorithm's name then. */
export const defaults = {
  language: "python3-1",
  environment: "cpu",
  sourceVisibility: "closed",
  networkAccess: "full",
  pipelineEnabled: true,
  license: "apl",
} as const;
