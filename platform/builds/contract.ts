/** One build to make. */
export interface BuildRequest {
  owner: string;
  name: string;
  /** Bare git repository that holds the commit. */
  repositoryDir: string;
  /** 40 hex digits. */
  commitSha: string;
  /** Where the built version goes: absent before, complete after success, absent after a failure. */
  versionDir: string;
  /** Gets the build log as it comes; lines end with \n. */
  log(text: string): void;
  /** Cancels the build. */
  signal?: AbortSignal;
}

/** At which step a build failed: `platform` is a fault of this machine, `cancelled` no fault at all. */
export type BuildFailureKind = "clone" | "language" | "requirements" | "import" | "test" | "cancelled" | "platform";

/** How a build ended; `message` is one sentence for the algorithm's owner, details are in the log. */
export type BuildOutcome = { succeeded: true } | { succeeded: false; kind: BuildFailureKind; message: string };

/** Builds versions. */
export interface Builder {
  /** Builds one version. Rejects only for a fault of this machine, never for one of the source. */
  build(request: BuildRequest): Promise<BuildOutcome>;
  /** Cancels the running builds and waits for their end. */
  close(): Promise<void>;
}

/** Where a builder keeps what versions share. */
export interface BuilderOptions {
  /** Python environments; versions that were built refer to them, so it lives as long as these. */
  environmentsDir: string;
  /** Downloads and tools, safe to delete; default `${XDG_CACHE_HOME:-~/.cache}/algorithmia-platform`. */
  cacheDir?: string;
  /** Variables that lead the steps which install and import packages to the certificates they trust; default none. */
  trust?: Record<string, string>;
}
