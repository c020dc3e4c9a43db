import { fileKey, type StatusRow } from "./status-rows";

/** Twelve digits tell hashes apart, as in the names of uploaded files. */
const shownDigits = 12;

/** The rows as a table for people. */
export function renderStatus(rows: readonly StatusRow[], options: { colour?: boolean } = {}): string {
  const table = [
    ["ALGORITHM", "PINNED", "SERVED", "VERSION", "DRIFT"],
    ...rows.map(({ algorithm, name, pinnedSha256, servedSha256, version, drift }) => [
      fileKey(algorithm, name),
      pinnedSha256.slice(0, shownDigits),
      servedSha256?.slice(0, shownDigits) ?? "-",
      version ?? "-",
      drift.map(({ text }) => text).join("; ") || "none",
    ]),
  ];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((cells) => cells[column]!.length)));
  const lines = table.map((cells, index) => {
    const drift = paint(cells.at(-1)!, index, rows, options.colour ?? false);
    return [...cells.slice(0, -1).map((cell, column) => cell.padEnd(widths[column]!)), drift].join("  ");
  });
  return `${lines.join("\n")}\n`;
}

function paint(text: string, line: number, rows: readonly StatusRow[], colour: boolean): string {
  const row = rows[line - 1];
  if (!colour || !row) return text;
  return `\u001b[${row.drift.length > 0 ? 31 : 32}m${text}\u001b[39m`;
}
