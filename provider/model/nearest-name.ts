/**
 * Finds the name that was probably meant.
 * @returns undefined when none is near: more than a third of its letters would have to change.
 * @example nearestName("modle", ["model", "store"]) // "model"
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: editsBetween(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, Math.floor(Math.max(name.length, candidate.length) / 3)))
    .sort((one, other) => one.edits - other.edits);
  return ranked[0]?.candidate;
}

/** How many letters must be put in, left out, replaced or swapped with their neighbour (Damerau–Levenshtein, adjacent swaps). */
function editsBetween(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = last[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swapped = isSwap ? beforeLast[column - 2]! + 1 : Number.POSITIVE_INFINITY;
      current[column] = Math.min(last[column]! + 1, current[column - 1]! + 1, replaced, swapped);
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length]!;
}
