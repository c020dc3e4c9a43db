/** Reads the first `major.minor[.patch]` in a text such as `v3.259.0` or `Python 3.11.7`; undefined when there is none. */
export function readVersion(text) {
  const found = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return found ? found.slice(1).map((part) => Number(part ?? 0)) : undefined;
}

/** Tells whether a version read by `readVersion` is at least `minimum`, an array such as `[3, 10]`. */
export function isAtLeast(version, minimum) {
  if (!version) return false;
  for (const [place, wanted] of minimum.entries()) {
    const part = version[place] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}
