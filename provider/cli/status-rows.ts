import type { PinnedFile, Pins } from "../pins/parse-pins";
import { pinnedFiles } from "../pins/pinned-files";
import type { Served, ServedFile } from "../rollout/served";

/** What the platform says of a pinned algorithm. */
export type ServedAnswer = Served | "nothing published" | "no such algorithm";

/** What the pinned file on this machine is; a model in storage has none. */
export type LocalFile = "as pinned" | "missing" | "differs" | { unusable: string };

/** Everything that can be wrong with a pin, by code. */
const driftTexts = {
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

/** One line of `status`: a pinned file. */
export interface StatusRow {
  algorithm: string;
  /** Its key in the pin's `models`; none for the pin's own file. */
  name?: string;
  pinnedSha256: string;
  servedSha256: string | null;
  servedUri: string | null;
  version: string | null;
  versionHash: string | null;
  /** Nothing when the newest version serves the pin and the file here is the pinned one. */
  drift: { code: Drift; text: string }[];
}

/** How a pinned file is found in a map. */
export const fileKey = (algorithm: string, name = "") => (name === "" ? algorithm : `${algorithm} (${name})`);

/**
 * Compares each pinned file with what is served and what lies here, in the pin file's order.
 * @param local by `fileKey`
 */
export function statusRows(pins: Pins, served: ReadonlyMap<string, ServedAnswer>, local: ReadonlyMap<string, LocalFile>): StatusRow[] {
  return Object.entries(pins.algorithms).flatMap(([algorithm, pin]) => {
    const answer = served.get(algorithm) ?? "nothing published";
    const version = typeof answer === "string" ? undefined : answer;
    return pinnedFiles(pin).map(({ name, file }) => {
      const servedFile = version?.files.find((candidate) => candidate.name === name);
      return {
        algorithm,
        ...(name === "" ? {} : { name }),
        pinnedSha256: file.sha256,
        servedSha256: servedFile?.sha256 ?? null,
        servedUri: servedFile?.uri ?? null,
        version: version?.version ?? null,
        versionHash: version?.versionHash ?? null,
        drift: [...servedDrift(file, answer, servedFile), ...localDrift(local.get(fileKey(algorithm, name)))],
      };
    });
  });
}

function servedDrift({ sha256 }: PinnedFile, answer: ServedAnswer, served: ServedFile | undefined): StatusRow["drift"] {
  if (answer === "no such algorithm") return [drift("algorithm-missing")];
  if (answer === "nothing published") return [drift("not-published")];
  if (served?.sha256 === sha256) return [];
  if (served?.sha256 !== undefined) return [drift("other-bytes")];
  const isGone = served?.uri !== undefined && served.sizeBytes === undefined;
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
