import { z } from "zod";
import { structuredInputs } from "../inputs/structured";
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

/** One entry of `models.yaml`: which bytes, and any other input of AlgorithmModelVersion. Unknown fields are refused. */
export const PinFields = z.strictObject({
  model: text.optional(),
  uri: storage(takeFileApart).optional(),
  sha256: textWithout(sha256Problem).transform((value) => value.toLowerCase()),
  versionType: z.enum(["revision", "minor", "major"]).optional(),
  store: storage(takeStoreApart).optional(),
  fileName: textWithout(templateProblem).optional(),
  reference: structuredInputs.reference.optional(),
  releaseNotes: z.string().optional(),
  sampleInput: z.json().optional(),
  sampleOutput: z.json().optional(),
  callability: z.enum(["public", "private"]).optional(),
  smokeTests: structuredInputs.smokeTests.optional(),
  retain: structuredInputs.retain.optional(),
  updateMode: z.enum(["publish", "reload"]).optional(),
  timeouts: structuredInputs.timeouts.optional(),
});
type PinFields = z.infer<typeof PinFields>;

/** A pin: a file beside the pin file, or one that is in storage already, and the sha256 its bytes must have. */
export type Pin = Omit<PinFields, "model" | "uri"> & ({ model: string; uri?: undefined } | { model?: undefined; uri: string });

/** The pins of one file by algorithm (`owner/name`), in the file's order. */
export interface Pins {
  path: string;
  algorithms: Record<string, Pin>;
}
