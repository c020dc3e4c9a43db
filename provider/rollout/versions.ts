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

/** The version that a publish makes after `newest`: a bump of it, the first one of 0.0.0 (reference algorithmia-api §5.5). */
export function nextVersion(newest: string | undefined, versionType: "revision" | "minor" | "major"): string {
  const [major = 0, minor = 0, revision = 0] = (newest ?? "0.0.0").split(".").map(Number);
  if (versionType === "major") return `${major + 1}.0.0`;
  return versionType === "minor" ? `${major}.${minor + 1}.0` : `${major}.${minor}.${revision + 1}`;
}
