/** Orders semantic versions: negative when `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (let part = 0; part < 3; part++) {
    const difference = (left?.[part] ?? 0) - (right?.[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The newest of some versions, or undefined of none. */
export function newestOf<Version extends { version: string }>(versions: readonly Version[]): Version | undefined {
  return versions.reduce<Version | undefined>(
    (newest, version) => (newest && compareVersions(newest.version, version.version) >= 0 ? newest : version),
    undefined,
  );
}
