import * as pulumi from "@pulumi/pulumi";
import { AlgorithmiaError } from "../errors";
import { readPins } from "../pins/read-pins";
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
  const deployed = Object.entries(read(file)).map(([algorithm, { sha256, model, uri, ...settings }]) => {
    const args = {
      ...settings,
      algorithm,
      ...(uri === undefined ? { model, expectedSha256: sha256 } : { model: { uri, sha256 } }),
    } as AlgorithmModelVersionArgs;
    return [algorithm, outputsOf(new AlgorithmModelVersion(algorithm.replace("/", "-"), args, opts))] as const;
  });
  return Object.fromEntries(deployed);
}

function read(file: string) {
  try {
    return readPins(file).algorithms;
  } catch (error) {
    // The engine shows a RunError as its message alone, anything else with a stack.
    throw error instanceof AlgorithmiaError ? new pulumi.RunError(error.message) : error;
  }
}

function outputsOf(resource: AlgorithmModelVersion): DeployedPin {
  const { version, versionHash, algorithmUri, endpoint, modelUri, modelSha256, previousVersion } = resource;
  return { version, versionHash, algorithmUri, endpoint, modelUri, modelSha256, previousVersion };
}
