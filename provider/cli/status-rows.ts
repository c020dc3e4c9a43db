import type { Pin, Pins } from "../pins/parse-pins";
import type { Served } from "../rollout/served";

/** What the platform says of a pinned algorithm. */
export type ServedAnswer = Served | "nothing published" | "no such algorithm";

/** What the pinned file on this machine is; a model in storage has none. */
export type LocalFile = "as pinned" | "missing" | "differs" | { unusable: string };

/** Everything that can be wrong with a pin, by code. */
export const driftTexts = {
  "algorithm-missing": "there is no such algorithm",
  "not-published": "not published",
  "other-bytes": "newest version serves other bytes",
  "bytes-unknown": "newest version does not tell which bytes it serves",
  "stored-file-missing": "the file that the newest version names is not in storage",
  "file-missing": "pinned file missing here",
  "file-differs": "pinned file differs here",
  "file-unusable": "pinned file unusable here",
} as const;
export type Drift = keyof typeof driftTexts;

/** One line of `status`. */
export interface StatusRow {
  algorithm: string;
  pinnedSha256: string;
  servedSha256: string | null;
  servedUri: string | null;
  version: string | null;
  versionHash: string | null;
  /** Nothing when the newest version serves the pin and the file here is the pinned one. */
  drift: { code: Drift; text: string }[];
}

/** Compares each pin with what is served and what lies here, in the pin file's order. */
export function statusRows(pins: Pins, served: ReadonlyMap<string, ServedAnswer>, local: ReadonlyMap<string, LocalFile>): StatusRow[] {
  return Object.entries(pins.algorithms).map(([algorithm, pin]) => {
    const answer = served.get(algorithm) ?? "nothing published";
    const version = typeof answer === "string" ? undefined : answer;
    return {
      algorithm,
      pinnedSha256: pin.sha256,
      servedSha256: version?.modelSha256 ?? null,
      servedUri: version?.modelUri ?? null,
      version: version?.version ?? null,
      versionHash: version?.versionHash ?? null,
      drift: [...servedDrift(pin, answer), ...localDrift(local.get(algorithm))],
    };
  });
}

function servedDrift(pin: Pin, answer: ServedAnswer): StatusRow["drift"] {
  if (answer === "no such algorithm") return [drift("algorithm-missing")];
  if (answer === "nothing published") return [drift("not-published")];
  if (answer.modelSha256 === pin.sha256) return [];
  if (answer.modelSha256 !== undefined) return [drift("other-bytes")];
  const isGone = answer.modelUri?.startsWith("data://") && answer.modelBytes === undefined;
  return [drift(isGone ? "stored-file-missing" : "bytes-unknown")];
}

function localDrift(file: LocalFile | undefined): StatusRow["drift"] {
  if (file === undefined || file === "as pinned") return [];
  if (typeof file === "object") return [{ code: "file-unusable", text: `${driftTexts["file-unusable"]}: ${file.unusable}` }];
  return [drift(file === "missing" ? "file-missing" : "file-differs")];
}

function drift(code: Drift): StatusRow["drift"][number] {
  return { code, text: driftTexts[code] };
}
