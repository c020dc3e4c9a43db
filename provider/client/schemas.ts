import { z } from "zod";

/** What the management API answers, as far as this package reads it (reference: algorithm object, build object, paged list). */

export const Build = z.object({
  build_id: z.string(),
  status: z.enum(["in-progress", "succeeded", "failed"]),
  commit_sha: z.string(),
  started_at: z.string().optional(),
  finished_at: z.string().nullish(),
  /** Why it failed, where the platform says so. */
  failure: z.object({ kind: z.string() }).nullish(),
});
export type Build = z.infer<typeof Build>;

export const Algorithm = z.object({
  id: z.string(),
  name: z.string(),
  details: z.object({ label: z.string().nullish() }).nullish(),
  settings: z.object({ algorithm_callability: z.string().nullish() }).nullish(),
  version_info: z
    .object({
      semantic_version: z.string().nullish(),
      git_hash: z.string().nullish(),
      release_notes: z.string().nullish(),
      sample_input: z.string().nullish(),
      created_at: z.string().nullish(),
    })
    .nullish(),
  build: Build.nullish(),
  compilation: z.object({ successful: z.boolean(), output: z.string().nullish() }).nullish(),
});
export type Algorithm = z.infer<typeof Algorithm>;

/** A published version: an algorithm object that has a semantic version and a commit. */
export const PublishedVersion = Algorithm.transform((object, context) => {
  const version = object.version_info?.semantic_version;
  const commit = object.version_info?.git_hash ?? object.build?.commit_sha;
  if (!version || !commit) {
    context.addIssue({ code: "custom", message: "version_info lacks semantic_version or git_hash" });
    return z.NEVER;
  }
  return {
    version,
    commit,
    buildId: object.build?.build_id,
    callability: object.settings?.algorithm_callability ?? undefined,
    sampleInput: object.version_info?.sample_input ?? undefined,
    publishedAt: object.version_info?.created_at ?? object.build?.finished_at ?? undefined,
  };
});
export type PublishedVersion = z.infer<typeof PublishedVersion>;

export const Page = z.object({ marker: z.string().nullish(), results: z.array(z.unknown()) });

/** One page of a collection's files (reference §2.3). */
export const DirectoryListing = z.object({
  files: z
    .array(
      z
        .object({ filename: z.string(), size: z.number(), last_modified: z.string().pipe(z.coerce.date()) })
        .transform(({ filename, size, last_modified }) => ({ name: filename, sizeBytes: size, lastModified: last_modified })),
    )
    .default([]),
  marker: z.string().nullish(),
});

export const BuildLog = z.object({ logs: z.string() });

/** What the algorithm printed, where it was asked for and the caller owns it; a platform that sends something else sent nothing. */
const stdout = z.string().optional().catch(undefined);

/** The answer to a call. A failure inside the algorithm is a 200 with `error`. `duration` is in seconds. */
export const CallAnswer = z.union([
  z.object({
    error: z.object({ message: z.string(), stacktrace: z.string().optional(), error_type: z.string().optional() }),
    metadata: z.object({ duration: z.number().optional(), stdout }).optional(),
  }),
  z.object({ result: z.unknown(), metadata: z.object({ content_type: z.string(), duration: z.number(), stdout }) }),
]);
export type CallAnswer = z.infer<typeof CallAnswer>;

/** A 404 of Algorithmia's own: the text alone, or as every other error (reference §5.1). */
export const NoSuchAlgorithm = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) });
