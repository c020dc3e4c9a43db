/** The inputs as the state keeps them. */
export interface Inputs {
  /** `data://owner/collection` */
  store: string;
  /** Template of the file name; absent where it is the default. */
  fileName?: string;
  uri: string;
  /** 64 hex digits. */
  sha256: string;
  sizeBytes: number;
  deleteOld?: true;
  deleteOnDestroy?: true;
}

/** What only the run at hand knows: where the bytes are, and how to show progress. */
export interface RunFacts {
  path: string;
  urn?: string;
}

/** What the resource class found out about the file. */
export interface ToldByProgram {
  /** `name` is the file's own name: `bert.tar` of a folder. */
  found?: { path?: string; name?: string; uri?: string; problem?: string };
  urn?: string;
}
