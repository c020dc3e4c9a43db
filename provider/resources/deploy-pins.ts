import * as pulumi from "@pulumi/pulumi";
import { AlgorithmiaError } from "../errors";
import type { PinnedFile, Pins } from "../pins/parse-pins";
import type { NamedModelArgs } from "./model-input";
import { AlgorithmModelVersion, type AlgorithmModelVersionArgs } from "./model-version";

/** What a consumer needs of one pinned algorithm. */
export interface DeployedPin {
  /** Semantic version now serving, e.g. `1.3.0`. */
  version: pulumi.Output<string>;
  /** Git commit of that version, 40 hex digits; callable too. */
  versionHash: pulumi.Output<string>;
  /** `algo://owner/name/1.3.0` */
  algorithmUri: pulumi.Output<string>;
  /** HTTPS address of that version. */
  endpoint: pulumi.Output<string>;
  /** Where the served bytes are; absent, as their hash, where the pin has `models` alone. */
  modelUri: pulumi.Output<string>;
  /** 64 hex digits. */
  modelSha256: pulumi.Output<string>;
  /** What served before, or none. */
  previousVersion: pulumi.Output<string | undefined>;
}

/**
 * Turns each entry of a pin file into an `AlgorithmModelVersion` named after the algorithm (`acme/sentiment` is `acme-sentiment`).
 *
 * @param file The pin file, relative to the program's folder. Default: `models.yaml`.
 * @returns the outputs of each, by `owner/name`
 * @throws PINS_NOT_FOUND, PINS_MALFORMED with line and column
 * @example export const models = deployPins("models.yaml");
 */
export function deployPins(file = "models.yaml", opts: pulumi.CustomResourceOptions = {}): Record<string, DeployedPin> {
  const deployed = readPinned(file).map(({ algorithm, ...args }) => {
    const resource = new AlgorithmModelVersion(algorithm.replace("/", "-"), { algorithm, ...args }, opts);
    return [algorithm, outputsOf(resource)] as const;
  });
  return Object.fromEntries(deployed);
}

function readPinned(file: string): (AlgorithmModelVersionArgs & { algorithm: string })[] {
  // Loaded here, as a program without a pin file needs neither YAML nor its schema: 80 ms of every preview.
  const { readPins } = require("../pins/read-pins") as typeof import("../pins/read-pins");
  const { pinSettings } = require("../pins/pin-settings") as typeof import("../pins/pin-settings");
  const { pinnedFiles } = require("../pins/pinned-files") as typeof import("../pins/pinned-files");
  try {
    const pins = readPins(file);
    return Object.entries(pins.algorithms).map(([algorithm, pin]) => {
      const files = pinnedFiles(pin).map(({ name, file: pinned }) => [name, modelOf(pins, pinned)] as const);
      const [, own] = files.find(([name]) => name === "") ?? [];
      const named = files.filter(([name]) => name !== "");
      return { ...pinSettings(pins, pin), ...own, algorithm, ...(named.length > 0 ? { models: Object.fromEntries(named) } : {}) };
    });
  } catch (error) {
    // The engine shows a RunError as its message alone, anything else with a stack.
    throw error instanceof AlgorithmiaError ? new pulumi.RunError(error.message) : error;
  }
}

/** A pinned file as an argument: the hash of a local one is what it must have, that of a stored one is believed. */
function modelOf(pins: Pins, { model, uri, sha256, ...settings }: PinnedFile): NamedModelArgs {
  const { modelPath } = require("../pins/read-pins") as typeof import("../pins/read-pins");
  if (model === undefined) return { ...settings, model: { uri, sha256 } };
  return { ...settings, model: modelPath(pins, model), expectedSha256: sha256 };
}

function outputsOf(resource: AlgorithmModelVersion): DeployedPin {
  const { version, versionHash, algorithmUri, endpoint, modelUri, modelSha256, previousVersion } = resource;
  return { version, versionHash, algorithmUri, endpoint, modelUri, modelSha256, previousVersion };
}
