import type { ComparisonRow } from "./judge-comparison";

const shownRows = 10;

/** Rows as an aligned text table; beyond the first ten only their number is told. */
export function renderComparison(rows: readonly ComparisonRow[]): string {
  const table = [
    ["INPUT", "SERVING ANSWER", "NEW ANSWER"],
    ...rows.slice(0, shownRows).map(({ input, serving, candidate }) => [input, serving, candidate]),
  ];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((cells) => width(cells[column]!))));
  const lines = table.map((cells) =>
    `  ${cells.map((cell, column) => cell + " ".repeat(widths[column]! - width(cell))).join("  ")}`.trimEnd(),
  );
  const more = rows.length - shownRows;
  return [...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join("\n");
}

const width = (text: string) => Array.from(text).length;
