import type { History, HistoryEntry, HistoryFile } from "../history";
import { countText } from "../model/count-text";
import { sizeText } from "../model/size-text";
import { columns } from "./columns";
import type { PinnedVersion, Told } from "./history";

const storageTexts = {
  unchanged: "",
  "other bytes": "  (storage holds other bytes now)",
  missing: "  (not in storage any more)",
  unknown: "",
} as const;

/** Two kinds of lines: one a version, and below it one for each file that it serves. */
export function renderHistory(told: readonly Told[], { at }: { at?: Date } = {}): string {
  return told.map((each) => ("missing" in each ? `${each.algorithm}: there is no such algorithm\n` : block(each, at))).join("\n");
}

function block(history: History & { pinned?: PinnedVersion }, at: Date | undefined): string {
  const { algorithm, entries, pinned, publishedVersions, firstPublishedAt } = history;
  const when = at ? ` at ${timeText(at.toISOString())}` : "";
  if (publishedVersions === 0) return `${algorithm}${when}: nothing is published yet\n`;
  if (entries.length === 0) {
    const first = firstPublishedAt ? `; the first version came ${timeText(firstPublishedAt)}` : "";
    return `${algorithm}${when}: nothing was published yet${first}\n`;
  }
  const count = countText(publishedVersions, "published version");
  const heading = at
    ? `the newest of then, of ${count} now`
    : entries.length < publishedVersions
      ? `the newest ${entries.length} of ${count}`
      : count;
  const lines = columns([["VERSION", "PUBLISHED", "COMMIT", "BY", "ROLLED OUT FROM"], ...entries.map(versionCells)]);
  const [titles = "", ...versions] = lines;
  const indent = " ".repeat(titles.indexOf("PUBLISHED"));
  const body = versions.flatMap((line, index) => [line, ...fileLines(entries[index]!).map((file) => indent + file)]);
  return `${algorithm}${when}: ${heading}\n${[titles, ...body, ...(pinned ? [pinnedLine(pinned)] : [])].join("\n")}\n`;
}

function versionCells({ version, publishedAt, versionHash, author, origin }: HistoryEntry): string[] {
  const from = origin && [`${origin.commit.slice(0, 8)}${origin.dirty ? "+changes" : ""}`, origin.pullRequest].filter(Boolean).join(" ");
  return [version, publishedAt ? timeText(publishedAt) : "-", versionHash.slice(0, 8), printable(author ?? "-", 20), from ?? "-"];
}

function fileLines({ files }: HistoryEntry): string[] {
  if (files.length === 0) return ["the source does not tell which file it serves"];
  const isNamed = files.some(({ name }) => name !== "");
  return columns(files.map((file) => [...(isNamed ? [file.name || "model"] : []), ...fileCells(file)]));
}

function fileCells({ uri, sha256, sizeBytes, storage }: HistoryFile): string[] {
  const digits = sha256?.slice(0, 12) ?? "sha256 unknown";
  return [digits, sizeBytes === undefined ? "-" : sizeText(sizeBytes), `${printable(uri)}${storageTexts[storage]}`];
}

/** `pinned then: 9f2c41d07a55, served by 0.3.0; since 2026-05-01 12:00:07Z by 0a1b2c3d https://github.com/acme/infra/pull/12` */
function pinnedLine({ files, version, commit, since, pullRequest }: PinnedVersion): string {
  const shown = files.map(({ name, sha256 }) => `${name && `${name} `}${sha256.slice(0, 12)}`).join(", ");
  const served = version === undefined ? "served by no version of then" : `served by ${version}`;
  return `pinned then: ${shown}, ${served}; since ${timeText(since)} by ${[commit.slice(0, 8), pullRequest].filter(Boolean).join(" ")}`;
}

/** `2026-05-01T12:00:07.123Z` → `2026-05-01 12:00:07Z` */
const timeText = (iso: string) =>
  new Date(iso)
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, "Z");

/** Anybody may have written a commit: nothing in it reaches the terminal as a control sequence. */
function printable(text: string, longest = Number.POSITIVE_INFINITY): string {
  const plain = text.replace(/\p{C}/gu, "");
  return plain.length > longest ? `${plain.slice(0, longest - 1)}…` : plain;
}
