/**
 * Tells whether a path lies within what a connector reaches. `*` stands for any characters, `/` too; everything else for itself.
 *
 * @param pattern the connector's `path`
 * @param path `bucket/key`, for a folder with a `/` at its end
 * @example reaches("models/prod/*", "models/prod/a/b.bin") // true
 */
export function reaches(pattern: string, path: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return path === pattern || path === `${pattern}/`;
  if (!path.startsWith(first)) return false;
  // Each piece where it first fits leaves the most for those after it; the last one must end the path.
  let at = first.length;
  const last = rest.pop() ?? "";
  for (const piece of rest) {
    const found = path.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return path.length - last.length >= at && path.endsWith(last);
}
