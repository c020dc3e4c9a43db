import type { Pin, Pins } from "./parse-pins";
import { modelPath } from "./read-pins";

type Settings = Omit<Pin, "model" | "uri" | "sha256" | "models">;

/** What a pin says besides its files, for a program that runs anywhere: paths in it are written as seen from the pin file. */
export function pinSettings(pins: Pins, { model, uri, sha256, models, ...settings }: Pin): Settings {
  const { smokeTests, compare, retain } = settings;
  const seen = (path: string) => modelPath(pins, path);
  return {
    ...settings,
    ...(smokeTests && { smokeTests: smokeTests.map((test) => withInputFile(test, seen)) }),
    ...(compare && { compare: { ...compare, inputs: compare.inputs.map((input) => withInputFile(input, seen)) } }),
    ...(retain?.pinFiles && { retain: { ...retain, pinFiles: retain.pinFiles.map(seen) } }),
  };
}

function withInputFile<Input>(input: Input, seen: (path: string) => string): Input {
  const file = typeof input === "object" && input !== null && "inputFile" in input ? input.inputFile : undefined;
  return typeof file === "string" ? { ...input, inputFile: seen(file) } : input;
}
