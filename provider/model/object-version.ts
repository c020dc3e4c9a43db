/** An object in a store, and which of its versions, where that is said. */
export interface ObjectVersion {
  uri: string;
  versionId?: string;
}

/**
 * Takes the version off the URI of an object behind a data connector. Hosted data has no versions: there the text is a name's own.
 * @example splitVersion("s3+prod://models/a.pkl?versionId=x%3D") // { uri: "s3+prod://models/a.pkl", versionId: "x=" }
 */
export function splitVersion(uri: string): ObjectVersion {
  const match = isHosted(uri) ? null : /^(.*)\?versionId=([^?&/]+)$/s.exec(uri);
  const versionId = match ? decoded(match[2]!) : undefined;
  return match && versionId !== undefined ? { uri: match[1]!, versionId } : { uri };
}

/** The URI of exactly that version; of the current one without. The counterpart of {@link splitVersion}. */
export function withVersion(uri: string, versionId: string | undefined): string {
  return versionId === undefined ? uri : `${uri}?versionId=${encodeURIComponent(versionId)}`;
}

/** Is this the URI of hosted data, not of a store behind a data connector? */
export function isHosted(uri: string): boolean {
  return /^data:\/\//i.test(uri);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
