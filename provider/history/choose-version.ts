import { errors } from "../errors";
import type { History, HistoryEntry } from "./index";

/**
 * Finds the version that a roll-back goes to: the one that was asked for, else the newest that was published before the one that
 * serves the pin and serves other bytes. A pin that nothing serves, e.g. as its rollout failed, goes back to the newest version.
 *
 * @param history Of all versions. @param pinned What the pin file says now; no sha256 without a pin.
 * @throws VERSION_UNKNOWN, VERSION_NOT_FOUND, ROLLBACK_NOT_PINNED, ROLLBACK_NOTHING_EARLIER
 */
export function chooseVersion(history: History, pinned: { sha256?: string; file: string }, to?: string): HistoryEntry {
  const { algorithm, entries } = history;
  if (to !== undefined) {
    const named = entries.find(({ version }) => version === to);
    if (named) return named;
    throw errors.VERSION_UNKNOWN(algorithm, to, entries.map(({ version }) => version).join(", ") || "none");
  }
  if (pinned.sha256 === undefined) throw errors.ROLLBACK_NOT_PINNED(algorithm, pinned.file);
  const servesPin = ({ files }: HistoryEntry) => files.some(({ sha256 }) => sha256 === pinned.sha256);
  const current = entries.findIndex(servesPin);
  // A version before that serves the same bytes, with other settings or source, would leave the pin as it is.
  const target = entries.slice(current + 1).find((entry) => !servesPin(entry));
  if (target) return target;
  const serving = entries[current];
  throw serving ? errors.ROLLBACK_NOTHING_EARLIER(algorithm, serving.version) : errors.VERSION_NOT_FOUND(algorithm);
}
