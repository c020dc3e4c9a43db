import type { Follower } from "./shared-work";
import type { Workshop } from "./workshop";

/** A checkout to build. */
export interface CheckedOut {
  sourceDir: string;
  commitSha: string;
  /** What is loaded, as its language names it. */
  module: string;
  /** A Python algorithm whose packages stand in environment.yml. */
  conda: boolean;
}

/** What is left of a build beside the checkout. */
export interface Built {
  environmentDir: string;
  result: { language: "python3"; module: string } | { language: "javascript"; module: string; python: string };
}

/**
 * Builds the algorithms of one language.
 *
 * @throws BuildFailure "requirements" when they cannot be installed, "import" when a source has an error
 */
export type BuildLanguage = (source: CheckedOut, workshop: Workshop, follower: Follower) => Promise<Built>;
