import { z } from "zod";

const text = z.string().min(1);
const seconds = z.number().positive();

/** The inputs that are objects or lists, the same in a program and in a pin file (design §3.2). Unknown members are refused. */
export const structuredInputs = {
  reference: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("manifest"), path: text.optional(), name: text.optional(), freeze: z.boolean().optional() }),
    z.strictObject({ kind: z.literal("source"), file: text, anchor: text.optional() }),
  ]),
  smokeTests: z.array(z.strictObject({ name: text, input: z.json(), expect: z.json(), timeoutSeconds: seconds.optional() })),
  retain: z.strictObject({ files: z.number().int().nonnegative().optional() }),
  timeouts: z.strictObject({
    upload: seconds.optional(),
    build: seconds.optional(),
    smoke: seconds.optional(),
    publish: seconds.optional(),
  }),
};
