import { z } from "zod";
import { ApiError, type ErrorName } from "./errors";
import type { Schemas } from "./schemas";

const text = z.string();
/** Absent, null and empty mean the same: not said. Numbers and objects are kept as their JSON text. */
const optionalText = z
  .unknown()
  .optional()
  .transform((value) =>
    value === undefined || value === null || value === "" ? undefined : typeof value === "string" ? value : JSON.stringify(value),
  );
const flag = z.boolean().optional();
const details = z
  .looseObject({ label: text.nullish(), summary: text.nullish(), tagline: text.nullish() })
  .nullish()
  // Null means that nothing is said.
  .transform((value) => Object.fromEntries(Object.entries(value ?? {}).filter(([, said]) => said !== null)));
const callability = z.enum(["public", "private"], { error: 'settings.algorithm_callability must be "public" or "private"' }).optional();
/** What is documented has the documented form; what else clients send stays as it is. */
const settingsShape = z.looseObject({
  algorithm_callability: callability,
  source_visibility: z.enum(["open", "closed"]).optional(),
  license: z.enum(["apl", "apache2", "gpl3", "mit"]).optional(),
  network_access: z.enum(["full", "isolated"]).optional(),
  pipeline_enabled: flag,
  insights_enabled: flag,
  royalty_microcredits: z.int().nonnegative().optional(),
});
const settings = settingsShape.nullish().transform((value) => value ?? {});
const sample = z
  .object({ sample_input: optionalText })
  .nullish()
  .transform((value) => value ?? {});
const acl = z.object({
  read: z.array(z.string()).refine((list) => list.length === 0 || (list.length === 1 && ["user://*", "algo://.my/*"].includes(list[0]!))),
});
const commitSha = optionalText.refine((sha) => sha === undefined || /^[0-9a-f]{40}$/i.test(sha), {
  error: "must be a commit hash of 40 hex digits",
});
const secretKey = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, {
  error: "must be the name of an environment variable: letters, digits and _, not beginning with a digit, at most 128 characters",
});
const secretValue = z
  .string()
  .refine((value) => !value.includes("\0"), { error: "must not hold a NUL, which no environment variable can" });
const bytes = z.int().nonnegative().optional();

/** One parser a body. What does not fit is refused with the field's name and the reason. */
export const parsers: Schemas = {
  newCollection: parser(z.object({ name: text, acl: acl.optional() }), "PATH_INVALID"),
  aclChange: parser(z.object({ acl }), "ACL_INVALID"),
  newAlgorithm: parser(
    z.object({
      name: text,
      details,
      settings: settingsShape
        .extend({
          language: z.string().optional(),
          package_set: z.string().optional(),
          environment: z.string().optional(),
          algorithm_environment: z.string().optional(),
        })
        .nullish()
        .transform((value) => withoutRoyalty(value ?? {})),
      version_info: sample,
      source: z
        .looseObject({ scm: z.unknown().optional() })
        .nullish()
        .transform((value) => value ?? {}),
    }),
  ),
  algorithmChange: parser(z.object({ details, settings: settings.transform((said) => withoutRoyalty(said)), version_info: sample })),
  compile: parser(z.object({ commitSha })),
  publish: parser(
    z.object({
      details,
      settings,
      version_info: z
        .object({
          version_type: optionalText,
          type: optionalText,
          semantic_version: optionalText,
          git_hash: commitSha,
          release_notes: optionalText,
          sample_input: optionalText,
          sample_output: optionalText,
          insights_enabled: flag,
        })
        .nullish()
        .transform((value) => value ?? {}),
    }),
  ),
  newSecret: parser(
    z.object({
      short_name: text.min(1),
      description: text.default(""),
      secret_key: secretKey,
      secret_value: secretValue.optional(),
      provider_id: text.optional(),
    }),
  ),
  secretChange: parser(
    z.object({
      short_name: text.min(1).optional(),
      description: text.optional(),
      secret_key: secretKey.optional(),
      secret_value: secretValue.optional(),
    }),
  ),
  fault: parser(
    z.strictObject({
      method: z.string().optional(),
      route: text,
      status: z.int().min(400).max(599).optional(),
      retryAfterSeconds: z.int().nonnegative().optional(),
      cutRequestAfterBytes: bytes,
      cutResponseAfterBytes: bytes,
      delayMs: bytes,
      times: z.int().positive().optional(),
      probability: z.number().gt(0).max(1).optional(),
      seed: z.int().nonnegative().optional(),
    }),
  ),
};

/** Royalties are set by publishing only (reference/algorithmia-api.md §5.1). */
function withoutRoyalty<Settings extends { royalty_microcredits?: number }>(said: Settings): Settings {
  const rest = { ...said };
  delete rest.royalty_microcredits;
  return rest;
}

/** Makes a parser of a schema: what does not fit is refused with the field's name and the reason. */
export function parser<T>(schema: z.ZodType<T>, reason: ErrorName = "INVALID_INPUT"): (body: unknown) => T {
  return (body) => {
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0]!;
    throw new ApiError(issue.path[0] === "acl" ? "ACL_INVALID" : reason, `${issue.path.join(".") || "body"}: ${issue.message}`);
  };
}

/** Null means the same as absent. */
export function orAbsent<T>(schema: z.ZodType<T>) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** A text of which null and empty mean the same as absent. */
export function textOrAbsent(maxCharacters: number) {
  return z
    .string()
    .max(maxCharacters)
    .nullish()
    .transform((value) => value || undefined);
}
