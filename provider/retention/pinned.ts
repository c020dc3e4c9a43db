import type { Pins } from "../pins/parse-pins";
import { pinnedFiles } from "../pins/pinned-files";
import { readPins } from "../pins/read-pins";

/** Bytes that a pin of some stack names. */
export interface PinnedBytes {
  /** 64 lower-case hex digits. */
  sha256: string;
  /** Where they are, when they are in storage already. */
  uri?: string;
  /** `pinned in models.yaml` */
  because: string;
}

/** Everything that a pin file pins, of whatever algorithm: a store may be read by several. */
export function pinnedIn(pins: Pins): PinnedBytes[] {
  const because = `pinned in ${pins.path}`;
  const files = Object.values(pins.algorithms).flatMap((pin) => pinnedFiles(pin).map(({ file }) => file));
  return files.map(({ sha256, uri }) => ({ sha256, ...(uri && { uri }), because }));
}

/**
 * Reads the pin files of other stacks, for `retain.pinFiles`. One that is missing or malformed is an error: without knowing what it
 * pins nothing may be deleted.
 * @throws PINS_NOT_FOUND, PINS_NOT_READABLE, PINS_MALFORMED
 */
export function readPinned(paths: readonly string[]): PinnedBytes[] {
  return paths.flatMap((path) => pinnedIn(readPins(path)));
}
