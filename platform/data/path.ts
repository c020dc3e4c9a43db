import { ApiError } from "../api/errors";

/** What a data address names. `alias` is how the caller wrote the owner, which answers echo; below `data://.algo` it has the algorithm's name too. */
export type DataPath =
  | { kind: "root" }
  | { kind: "user"; alias: string }
  | { kind: "collection"; alias: string; collection: string }
  | { kind: "file"; alias: string; collection: string; file: string }
  | { kind: "too deep"; text: string };

/** What lies behind a data connector: `bucket/key` or `key`, with a `/` at its end for a folder. */
export interface ConnectorPath {
  kind: "connector";
  /** `s3+prod`, or `s3` for the default one. */
  connector: string;
  path: string;
}

/**
 * Reads the address out of a request path below `/v1/data` or `/v1/connector` (reference/algorithmia-api.md §2.1).
 * @param rawUrl the undecoded request target
 * @throws ApiError PATH_INVALID for bad escapes, `.`, `..` and control characters
 */
export function readDataPath(rawUrl: string): DataPath | ConnectorPath {
  const [, family = "", rest = ""] = /^\/v1\/(data|connector)(?=\/|$|\?)([^?]*)/.exec(rawUrl) ?? [];
  const text = decode(rest);
  return family === "connector" ? throughConnector(text) : withScheme(text);
}

/** `data://owner/collection/file` in the caller's own words. */
export function describePath(path: DataPath): string {
  if (path.kind === "root") return "data://";
  if (path.kind === "user") return textOf(path.alias);
  if (path.kind === "collection") return textOf(path.alias, path.collection);
  return path.kind === "file" ? textOf(path.alias, path.collection, path.file) : path.text;
}

function decode(rest: string): string {
  const name = rest.replace(/^\//, "");
  // The Java and Scala clients encode the whole path with %2F and write spaces as "+"; everybody else means a plus.
  const spaced = /%2f/i.test(name) && !name.includes("/") ? name.replaceAll("+", " ") : name;
  let text: string;
  try {
    text = decodeURIComponent(spaced.replace(/%(?![0-9a-f]{2})/gi, "%25"));
  } catch {
    throw new ApiError("PATH_INVALID", "The path is not valid UTF-8 after decoding.");
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (/[\u0000-\u001f\u007f]/.test(text)) throw new ApiError("PATH_INVALID", "The path contains a control character.");
  return text;
}

function throughConnector(text: string): DataPath | ConnectorPath {
  const [, connector = "", rest = ""] = /^\/*([^/]*)(.*)$/.exec(text) ?? [];
  return connector === "data" ? hosted(rest) : behind(connector, rest);
}

/** An address with its scheme, as most clients send it; without one it is hosted data. */
function withScheme(text: string): DataPath | ConnectorPath {
  const [whole, scheme = "", label = ""] = /^\/*([a-z0-9]+)(\+[^/:]*)?:\/\//.exec(text) ?? [];
  if (whole === undefined) return hosted(text);
  const rest = text.slice(whole.length);
  return scheme === "data" && label === "" ? hosted(rest) : behind(`${scheme}${label}`, rest);
}

/** Keys are kept as they are: in a bucket `a//b` is another object than `a/b`. */
function behind(connector: string, rest: string): ConnectorPath {
  if (!/^(azureblob|dropbox|gs|s3)(\+[a-zA-Z0-9]+)?$/.test(connector)) {
    throw new ApiError(
      "PATH_INVALID",
      `'${connector}' is not a data connector. Known are data, s3, gs, azureblob and dropbox, with an optional +label.`,
    );
  }
  const path = rest.replace(/^\/+/, "");
  refuseDots(path.split("/"));
  return { kind: "connector", connector, path };
}

function refuseDots(parts: string[]): void {
  if (parts.some((part) => part === "." || part === ".."))
    throw new ApiError("PATH_INVALID", "The path contains '.' or '..', which names nothing here.");
}

function hosted(text: string): DataPath {
  const parts = text.split("/").filter((part) => part !== "");
  refuseDots(parts);
  const [alias, collection] = parts;
  if (alias === undefined) return { kind: "root" };
  if (alias === ".session") return below(alias, ["", ...parts.slice(1)]);
  if (alias !== ".algo") return below(alias, parts.slice(1));
  // data://.algo/temp/f inside an algorithm, data://.algo/owner/name/temp/f everywhere.
  const isShort = (collection === "temp" || collection === "perm") && parts.length <= 3;
  const names = parts.slice(1);
  return below([alias, ...(isShort ? [] : names.slice(0, 2))].join("/"), names.slice(isShort ? 0 : 2));
}

/** The address of what lies so far below an owner's folder. The one collection of `data://.session` has no name. */
function below(alias: string, [collection, file, ...more]: string[]): DataPath {
  if (collection === undefined) return { kind: "user", alias };
  if (file === undefined) return { kind: "collection", alias, collection };
  if (more.length === 0) return { kind: "file", alias, collection, file };
  return { kind: "too deep", text: textOf(alias, collection, file, ...more) };
}

function textOf(...parts: string[]): string {
  return `data://${parts.filter((part) => part !== "").join("/")}`;
}
