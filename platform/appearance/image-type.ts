/**
 * The media type of a picture, seen from its first bytes; undefined when they are of no picture that browsers show.
 *
 * @example imageTypeOf(Buffer.from("GIF89a…", "latin1")) // "image/gif"
 */
export function imageTypeOf(bytes: Buffer): string | undefined {
  const start = bytes.toString("latin1", 0, 1024);
  const found = beginnings.find(([beginning]) => start.startsWith(beginning));
  if (found) return found[1];
  if (start.startsWith("RIFF") && start.slice(8, 12) === "WEBP") return "image/webp";
  return svg.test(start) ? "image/svg+xml" : undefined;
}

const beginnings: [string, string][] = [
  ["\x89PNG\r\n\x1a\n", "image/png"],
  ["\xff\xd8\xff", "image/jpeg"],
  ["GIF87a", "image/gif"],
  ["GIF89a", "image/gif"],
  ["\0\0\x01\0", "image/x-icon"],
];

// A byte order mark, a declaration, comments and a doctype may stand before it.
const svg = /^(\xef\xbb\xbf)?\s*((<\?xml[^>]*>|<!--((?!-->)[\s\S])*-->|<!doctype svg[^>]*>)\s*)*<svg[\s>]/i;
