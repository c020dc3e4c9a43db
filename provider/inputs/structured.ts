import { z } from "zod";
import { compare, smokeTests } from "./smoke";

const text = z.string().min(1);
const seconds = z.number().positive();

const reference = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("manifest"), path: text.optional(), name: text.optional(), freeze: z.boolean().optional() }),
  z.strictObject({ kind: z.literal("source"), file: text, anchor: text.optional() }),
]);

/** A name that git trailers and messages can carry. */
export const modelName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, 'a model\'s name holds only letters, digits, "_" and "-", and begins with a letter');
const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/i, "expected 64 hexadecimal digits")
  .transform((digits) => digits.toLowerCase());

/** The inputs that are objects or lists, the same in a program and in a pin file (design §3.2). Unknown members are refused. */
export const structuredInputs = {
  reference,
  models: z.record(
    modelName,
    z.strictObject({
      sha256: z.string().optional(),
      bytes: z.number().optional(),
      store: text.optional(),
      fileName: text.optional(),
      reference: reference.optional(),
      expectedSha256: sha256.optional(),
    }),
  ),
  smokeTests,
  compare,
  retain: z.strictObject({ files: z.number().int().nonnegative().optional(), pinFiles: z.array(text).optional() }),
  timeouts: z.strictObject({
    upload: seconds.optional(),
    build: seconds.optional(),
    smoke: seconds.optional(),
    publish: seconds.optional(),
  }),
};
