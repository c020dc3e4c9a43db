import { z } from "zod";
import { algorithmNameProblem } from "../../model/algorithm-name";
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

const sha256Hex = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/, "expected 64 hexadecimal digits")
  .transform((text) => text.toLowerCase());

/** What the resource class found out about the model, and where the resource is: see `resources/model-version.ts`. */
export const ToldByProgram = z.object({
  urn: z.string().optional(),
  /** The local file, or nothing for a model in storage. */
  path: z.string().optional(),
  /** The URI of a model in storage. */
  uri: z.string().optional(),
  sha256: sha256Hex.optional(),
  sizeBytes: z.number().int().positive().optional(),
  /** Why the model cannot be used, as found while it was hashed. */
  problem: z.string().optional(),
});
export type ToldByProgram = z.infer<typeof ToldByProgram>;

const seconds = z.number().positive();
const jsonText = z.unknown().transform((value) => (value === undefined || typeof value === "string" ? value : JSON.stringify(value)));

/** Every input a program may give (design §3.2), each parsed on its own so that one problem does not hide another. */
export const inputSchemas = {
  algorithm: z.string('expected "owner/name"').superRefine((text, context) => {
    const message = algorithmNameProblem(text);
    if (message) context.addIssue({ code: "custom", message });
  }),
  store: z.string().optional(),
  fileName: z.string().optional(),
  expectedSha256: sha256Hex.optional(),
  reference: z
    .discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("manifest"),
        path: z.string().optional(),
        name: z.string().optional(),
        freeze: z.boolean().optional(),
      }),
      z.strictObject({ kind: z.literal("source"), file: z.string(), anchor: z.string().optional() }),
    ])
    .optional(),
  versionType: z.enum(["revision", "minor", "major"]).default("minor"),
  releaseNotes: z.string().optional(),
  sampleInput: jsonText,
  sampleOutput: jsonText,
  callability: z.enum(["public", "private"]).optional(),
  smokeTests: z.array(z.unknown()).optional(),
  retain: z.strictObject({ files: z.number().optional() }).optional(),
  updateMode: z.enum(["publish", "reload"]).default("publish"),
  timeouts: z
    .strictObject({ upload: seconds.optional(), build: seconds.optional(), smoke: seconds.optional(), publish: seconds.optional() })
    .optional(),
} as const;

export type InputName = keyof typeof inputSchemas;
export type ParsedInputs = { [Name in InputName]?: z.output<(typeof inputSchemas)[Name]> };
