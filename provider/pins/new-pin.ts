/** What a pin shall say: a local file (as it is written in the pin file) or one in storage, and the sha256 of its bytes. */
export type NewPin = ({ model: string; uri?: undefined } | { model?: undefined; uri: string }) & {
  /** 64 lower-case hex digits. */
  sha256: string;
  /** A key of the entry's `models`, which must be there; the entry's own file when absent. */
  name?: string;
  /** Left as it is when absent. */
  versionType?: "revision" | "minor" | "major";
};

/** The fields of a new entry in the order they are written. */
export function newFields({ model, uri, sha256, versionType }: NewPin): [string, string][] {
  const file: [string, string] = model === undefined ? ["uri", uri] : ["model", model];
  return [file, ["sha256", sha256], ...(versionType ? ([["versionType", versionType]] as [string, string][]) : [])];
}
