import { errors } from "../errors";
import { splitVersion, withVersion } from "./object-version";

/** Owners and collections are named alike on Algorithmia: reference/algorithmia-api.md, "Collection name". */
const nameRule = /^[a-zA-Z][a-zA-Z0-9_]*$/;
const longestName = 30;

const protocols = ["s3", "gs", "azureblob", "dropbox"];

/** A connector to these leads to one place, so that their addresses name no bucket. */
const withoutBucket = ["azureblob", "dropbox"];

/** A place in storage, taken apart. `uri` is its normal form: lower-case scheme, no slash at the end. */
export type StoreParts =
  | { kind: "hosted"; uri: string; owner: string; collection: string }
  | { kind: "connector"; uri: string; protocol: string; label?: string; bucket: string; prefix: string };

/** Why a text names no place in storage. */
export interface Invalid {
  kind: "invalid";
  reason: string;
}

/**
 * Normalises the place that models are uploaded to.
 *
 * @param text `data://owner/collection`, or `s3+label://bucket/prefix` (also gs, azureblob, dropbox; the label is optional).
 * @returns the URI without a slash at its end.
 * @throws INPUT_INVALID
 * @example parseStore("data://acme/sentiment/") // "data://acme/sentiment"
 */
export function parseStore(text: string): string {
  const parts = takeStoreApart(text);
  if (parts.kind === "invalid") throw errors.INPUT_INVALID("store", parts.reason);
  return parts.uri;
}

/** As {@link parseStore}, with the parts, and the reason as a value. */
export function takeStoreApart(text: string): StoreParts | Invalid {
  const uri = takeUriApart(text);
  if (uri.kind === "invalid") return uri;
  const { scheme, protocol, label, segments } = uri;
  const normal = `${scheme}://${segments.join("/")}`;

  if (protocol === "data") {
    const [owner = "", collection = "", ...rest] = segments;
    if (owner === ".my")
      return invalid(`.my means whoever asks, so in an algorithm its caller; name the owner: data://<owner>/${collection}`);
    if (segments.length < 2) return invalid(`expected data://owner/collection, got ${JSON.stringify(text)}`);
    if (rest.length > 0) return invalid(`a collection has no folders: expected data://owner/collection, got ${JSON.stringify(text)}`);
    const reason = nameProblem("owner", owner) ?? nameProblem("collection", collection);
    return reason ? invalid(reason) : { kind: "hosted", uri: normal, owner, collection };
  }
  const [bucket = "", ...prefix] = segments;
  if (bucket === "" && !withoutBucket.includes(protocol)) return invalid(`expected ${scheme}://bucket/prefix, got ${JSON.stringify(text)}`);
  const odd = segments.map(misreading).find((reason) => reason !== undefined);
  if (odd !== undefined) return invalid(`${odd}, got ${JSON.stringify(text)}`);
  return { kind: "connector", uri: normal, protocol, label, bucket, prefix: prefix.join("/") };
}

/** A file in storage: its URI in normal form (with the version, where one is named), the place it lies in and its name there. */
export interface FileParts {
  kind: "file";
  uri: string;
  store: string;
  fileName: string;
}

/**
 * Takes the URI of a file in storage apart.
 * @example takeFileApart("data://acme/sentiment/model.pkl") // { store: "data://acme/sentiment", fileName: "model.pkl", … }
 */
export function takeFileApart(text: string): FileParts | Invalid {
  const { uri: plain, versionId } = splitVersion(text);
  const uri = takeUriApart(plain);
  if (uri.kind === "invalid") return uri;
  const { scheme, protocol, segments } = uri;
  const fileName = segments.at(-1);
  const isBucketless = withoutBucket.includes(protocol);
  const least = protocol === "data" ? 3 : isBucketless ? 1 : 2;
  const form = protocol === "data" ? "data://owner/collection/file" : `${scheme}://${isBucketless ? "" : "bucket/"}path/file`;
  if (fileName === undefined || segments.length < least || plain.endsWith("/")) {
    return invalid(`expected the URI of a file, ${form}, got ${JSON.stringify(text)}`);
  }
  const store = takeStoreApart(`${scheme}://${segments.slice(0, -1).join("/")}`);
  if (store.kind === "invalid") return store;
  if (protocol !== "data" && /[?#]/.test(fileName)) {
    return invalid(`after the name of a file only ?versionId=<version> may follow, and no "#", got ${JSON.stringify(text)}`);
  }
  const odd = protocol === "data" ? undefined : misreading(fileName);
  if (odd !== undefined) return invalid(`${odd}, got ${JSON.stringify(text)}`);
  return { kind: "file", uri: withVersion(joinUri(store.uri, fileName), versionId), store: store.uri, fileName };
}

/**
 * Why an algorithm would not find a file by a name: the official Python client sends names as they are (reference/algorithmia-api.md
 * §2.1), so that a server sees the end of the path in "?" and "#", and another character in "%20".
 *
 * @returns the reason; undefined for a name that is read as it is written
 * @example misreading("a%20b.pkl") // 'clients would read the "%20" in "a%20b.pkl" as another character'
 */
export function misreading(name: string): string | undefined {
  const found = /[?#]|%[0-9a-f]{2}/i.exec(name)?.[0];
  if (found === undefined) return undefined;
  if (found.startsWith("%")) return `clients would read the ${JSON.stringify(found)} in ${JSON.stringify(name)} as another character`;
  return `clients would cut ${JSON.stringify(name)} at its ${JSON.stringify(found)}`;
}

/** The URI of a file in a store. @example joinUri("data://acme/sentiment", "a.pkl") // "data://acme/sentiment/a.pkl" */
export function joinUri(store: string, fileName: string): string {
  return store.endsWith("/") ? store + fileName : `${store}/${fileName}`;
}

/** Where a file lies: `data://acme/models/v7.pkl` → `data://acme/models`. */
export function collectionOf(uri: string): string {
  const { uri: plain } = splitVersion(uri);
  const end = plain.lastIndexOf("/");
  return plain.slice(0, plain[end - 1] === "/" ? end + 1 : end); // Of `dropbox://v7.pkl` all of `dropbox://`.
}

/** What it is called there: `data://acme/models/v7.pkl` → `v7.pkl`. */
export function fileNameOf(uri: string): string {
  const { uri: plain } = splitVersion(uri);
  return plain.slice(plain.lastIndexOf("/") + 1);
}

interface UriParts {
  kind: "uri";
  /** With the label: `s3+prod`. */
  scheme: string;
  protocol: string;
  label?: string;
  segments: string[];
}

function takeUriApart(text: string): UriParts | Invalid {
  const got = `got ${JSON.stringify(text)}`;
  const match = /^([a-z0-9]+)(?:\+([a-z0-9]+))?:\/\/(.*)$/is.exec(text);
  if (!match) return invalid(`expected data://owner/collection or s3+label://bucket/prefix, ${got}`);
  const [, given = "", label, rest = ""] = match;
  const protocol = given.toLowerCase();
  if (protocol === "data" && label !== undefined) return invalid(`hosted data has no label: expected data://owner/collection, ${got}`);
  if (protocol !== "data" && !protocols.includes(protocol)) {
    return invalid(`there is no storage ${protocol}://, only data:// and the connectors ${protocols.join(", ")}, ${got}`);
  }
  const path = rest.replace(/^\/+|\/+$/g, "");
  const segments = path === "" ? [] : path.split("/");
  if (segments.some((segment) => segment === "" || segment === "." || segment === "..")) {
    return invalid(`a path in storage has no empty part, "." or "..", ${got}`);
  }
  return { kind: "uri", scheme: label === undefined ? protocol : `${protocol}+${label}`, protocol, label, segments };
}

function nameProblem(what: string, name: string): string | undefined {
  if (!nameRule.test(name)) return `the ${what} ${JSON.stringify(name)} may hold only letters, digits and "_", and begins with a letter`;
  if (name.length > longestName)
    return `the ${what} ${JSON.stringify(name)} has ${name.length} characters, the platform takes ${longestName}`;
  return undefined;
}

function invalid(reason: string): Invalid {
  return { kind: "invalid", reason };
}
