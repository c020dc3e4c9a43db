import { z } from "zod";
import { modelName, structuredInputs } from "../inputs/structured";
import { validateTemplate } from "../model/file-name";
import { type Invalid, takeFileApart, takeStoreApart } from "../model/store-uri";

const text = z.string().min(1);

/** A text that `problem` finds nothing wrong with. */
const textWithout = (problem: (value: string) => string | undefined) =>
  z.string().superRefine((value, context) => {
    const message = problem(value);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
const storage = (takeApart: (value: string) => Invalid | { kind: string; uri: string }) =>
  textWithout((value) => {
    const parts = takeApart(value);
    return parts.kind === "invalid" ? `: ${(parts as Invalid).reason}` : undefined;
  });

const sha256Problem = (value: string) =>
  /^[0-9a-f]{64}$/i.test(value) ? undefined : ` must be 64 hexadecimal digits, got ${JSON.stringify(value)}`;
const templateProblem = (value: string) => {
  const reason = validateTemplate(value);
  return reason && `: ${reason}`;
};

const file = {
  model: text.optional(),
  uri: storage(takeFileApart).optional(),
  sha256: textWithout(sha256Problem).transform((value) => value.toLowerCase()),
  store: storage(takeStoreApart).optional(),
  fileName: textWithout(templateProblem).optional(),
  reference: structuredInputs.reference.optional(),
};

/** One of several files of a pin. */
export const NamedFile = z.strictObject(file);

/** One entry of `models.yaml`: which bytes, and any other input of AlgorithmModelVersion. Unknown fields are refused. */
export const PinFields = z.strictObject({
  ...file,
  sha256: file.sha256.optional(),
  models: z.record(modelName, NamedFile).optional(),
  versionType: z.enum(["revision", "minor", "major"]).optional(),
  releaseNotes: z.string().optional(),
  sampleInput: z.json().optional(),
  sampleOutput: z.json().optional(),
  callability: z.enum(["public", "private"]).optional(),
  smokeTests: structuredInputs.smokeTests.optional(),
  compare: structuredInputs.compare.optional(),
  retain: structuredInputs.retain.optional(),
  updateMode: z.enum(["publish", "reload"]).optional(),
  timeouts: structuredInputs.timeouts.optional(),
});
type PinFields = z.infer<typeof PinFields>;

/** A file beside the pin file, or one that is in storage already, and the sha256 its bytes must have. */
export type PinnedFile = Omit<z.infer<typeof NamedFile>, "model" | "uri"> &
  ({ model: string; uri?: undefined } | { model?: undefined; uri: string });

/** A pin: one file, several named ones, or both, and the settings of their version. */
export type Pin = Omit<PinFields, "models"> & { models?: Record<string, PinnedFile> };

/** The pins of one file by algorithm (`owner/name`), in the file's order. */
export interface Pins {
  path: string;
  algorithms: Record<string, Pin>;
}
