import { errors } from "../errors";
import type { History, HistoryEntry } from "./index";

/** What a pin file says now of one file of an algorithm; `name` is empty for the pin's own. */
export interface PinnedName {
  name: string;
  sha256: string;
}

/**
 * Finds the version that a roll-back goes to: the one that was asked for, else the newest that was published before the one that
 * serves the pin and serves other bytes. A pin that nothing serves, e.g. as its rollout failed, goes back to the newest version.
 *
 * @param history Of all versions. @param pinned Nothing without a pin. @param file The pin file, for messages.
 * @throws VERSION_UNKNOWN, VERSION_NOT_FOUND, ROLLBACK_NOT_PINNED, ROLLBACK_NOTHING_EARLIER
 */
export function chooseVersion(history: History, pinned: readonly PinnedName[], file: string, to?: string): HistoryEntry {
  const { algorithm, entries } = history;
  if (to !== undefined) {
    const named = entries.find(({ version }) => version === to);
    if (named) return named;
    throw errors.VERSION_UNKNOWN(algorithm, to, entries.map(({ version }) => version).join(", ") || "none");
  }
  if (pinned.length === 0) throw errors.ROLLBACK_NOT_PINNED(algorithm, file);
  const servesPin = ({ files }: HistoryEntry) =>
    pinned.every(({ name, sha256 }) => files.some((each) => each.name === name && each.sha256 === sha256));
  const current = entries.findIndex(servesPin);
  // A version before that serves the same bytes, with other settings or source, would leave the pin as it is.
  const target = entries.slice(current + 1).find((entry) => !servesPin(entry));
  if (target) return target;
  const serving = entries[current];
  throw serving ? errors.ROLLBACK_NOTHING_EARLIER(algorithm, serving.version) : errors.VERSION_NOT_FOUND(algorithm);
}
