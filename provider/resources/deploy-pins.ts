import * as pulumi from "@pulumi/pulumi";
import { AlgorithmiaError } from "../errors";
import type { PinnedFile } from "../pins/parse-pins";
import type { NamedModelArgs } from "./model-input";
import { AlgorithmModelVersion, type AlgorithmModelVersionArgs } from "./model-version";

/** What a consumer needs of one pinned algorithm. */
export interface DeployedPin {
  version: pulumi.Output<string>;
  versionHash: pulumi.Output<string>;
  algorithmUri: pulumi.Output<string>;
  endpoint: pulumi.Output<string>;
  modelUri: pulumi.Output<string>;
  modelSha256: pulumi.Output<string>;
  previousVersion: pulumi.Output<string | undefined>;
}

/**
 * Turns each entry of a pin file into an `AlgorithmModelVersion` named after the algorithm, and returns their outputs.
 *
 * @param file The pin file, relative to the program's folder. Default: `models.yaml`.
 * @throws PINS_NOT_FOUND, PINS_MALFORMED with line and column
 * @example export const models = deployPins("models.yaml");
 */
export function deployPins(file = "models.yaml", opts: pulumi.CustomResourceOptions = {}): Record<string, DeployedPin> {
  const deployed = readPinned(file).map(({ algorithm, ...args }) => {
    const resource = new AlgorithmModelVersion(String(algorithm).replace("/", "-"), { algorithm, ...args }, opts);
    return [String(algorithm), outputsOf(resource)] as const;
  });
  return Object.fromEntries(deployed);
}

function readPinned(file: string): AlgorithmModelVersionArgs[] {
  // Loaded here, as a program without a pin file needs neither YAML nor its schema: 80 ms of every preview.
  const { modelPath, readPins } = require("../pins/read-pins") as typeof import("../pins/read-pins");
  try {
    const pins = readPins(file);
    const fileArgs = ({ model, uri, sha256 }: Partial<PinnedFile>) =>
      uri === undefined ? { model: model && modelPath(pins, model), expectedSha256: sha256 } : { model: { uri, sha256: sha256 ?? "" } };
    return Object.entries(pins.algorithms).map(([algorithm, { sha256, model, uri, models, ...settings }]) => ({
      ...settings,
      algorithm,
      ...(model === undefined && uri === undefined ? {} : fileArgs({ model, uri, sha256 } as PinnedFile)),
      ...(models && {
        models: mapValues(
          models,
          ({ model, uri, sha256, ...named }) => ({ ...named, ...fileArgs({ model, uri, sha256 } as PinnedFile) }) as NamedModelArgs,
        ),
      }),
    }));
  } catch (error) {
    // The engine shows a RunError as its message alone, anything else with a stack.
    throw error instanceof AlgorithmiaError ? new pulumi.RunError(error.message) : error;
  }
}

function mapValues<From, To>(object: Record<string, From>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
}

function outputsOf(resource: AlgorithmModelVersion): DeployedPin {
  const { version, versionHash, algorithmUri, endpoint, modelUri, modelSha256, previousVersion } = resource;
  return { version, versionHash, algorithmUri, endpoint, modelUri, modelSha256, previousVersion };
}
