import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { errors } from "../errors";
import { type Pins, parsePins } from "./parse-pins";

/**
 * Reads and parses a pin file, at once: a Pulumi program declares its resources synchronously.
 *
 * @param path Relative to the working directory, or absolute.
 * @throws PINS_NOT_FOUND, PINS_NOT_READABLE, PINS_MALFORMED
 * @example const { algorithms } = readPins("models.yaml");
 */
export function readPins(path: string): Pins {
  const text = readPinText(path);
  if (text === undefined) throw errors.PINS_NOT_FOUND(path);
  return parsePins(text, path);
}

/** The text of a pin file, byte for byte; undefined when there is no such file. */
export function readPinText(path: string): string | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw errors.PINS_NOT_READABLE(path, message.replace(/, \w+( '.*)?$/, ""));
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw errors.PINS_MALFORMED(path, 1, 1, "the file is not UTF-8 text");
  }
}

/**
 * Where a pinned model is: its path is written as seen from the pin file's folder.
 * @param pins What `readPins` returned. @param model The entry's `model`.
 * @example modelPath(readPins("infra/models.yaml"), "models/sentiment.pkl") // "infra/models/sentiment.pkl"
 */
export function modelPath(pins: Pick<Pins, "path">, model: string): string {
  return isAbsolute(model) ? model : join(dirname(pins.path), model);
}
