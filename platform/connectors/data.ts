import type { Readable } from "node:stream";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { answerConditions, describeFile } from "../data/answer-file";
import { mayWrite } from "../data/conditions";
import type { ConnectorPath } from "../data/path";
import { checkedBody } from "./body";
import { listThrough } from "./folder";
import { sendFrom } from "./send-from";
import type { StoredObject, WriteCondition } from "./store";
import { reachesFolderOnly, through } from "./through";

/** GET: an object's bytes, or the listing of a folder. */
export function getThrough(exchange: Exchange, path: ConnectorPath) {
  if (isFolder(path) || reachesFolderOnly(exchange, path)) return listThrough(exchange, path);
  return through(exchange, path, "read", async ({ store, address }) => {
    const { request, reply, query } = exchange;
    const { headers } = request;
    const versionId = query.versionId || undefined;
    const conditional = ["range", "if-match", "if-none-match", "if-range"].some((name) => headers[name] !== undefined);
    // Ranges and conditions are judged on what the store says of the object; then the bytes of that very object are asked for.
    const known = conditional ? await store.head(path.path, versionId) : undefined;
    if (conditional && !known) return listThrough(exchange, path);
    const asked = known ? answerConditions(headers, reply, known, address) : undefined;
    if (asked === "nothing") return reply.send();
    const found = await store.get(path.path, {
      ...(asked && { range: asked }),
      ...(versionId && { versionId }),
      ...(known?.etag && { etag: known.etag }),
    });
    if (!found) return versionId ? absent(address) : listThrough(exchange, path);
    if (!known) describeFile(reply, found.object, headers.accept);
    describeVersion(reply, known ?? found.object);
    return await sendFrom(reply, found.bytes);
  });
}

/** HEAD: whether there is an object or a folder, and what it is. */
export function headThrough(exchange: Exchange, path: ConnectorPath) {
  if (isFolder(path) || reachesFolderOnly(exchange, path)) return listThrough(exchange, path);
  return through(exchange, path, "read", async ({ store, address }) => {
    const { request, reply, query } = exchange;
    const object = await store.head(path.path, query.versionId || undefined);
    if (!object) return query.versionId ? absent(address) : listThrough(exchange, path);
    answerConditions({ ...request.headers, range: undefined }, reply, object, address);
    describeVersion(reply, object);
    return reply.send();
  });
}

/** PUT: an object, new or over an old one, if the conditions of the request hold. It is there whole or not at all. */
export function putThrough(exchange: Exchange, path: ConnectorPath) {
  return through(exchange, path, "write", async ({ store, address }) => {
    const { request, reply } = exchange;
    const { headers } = request;
    if (isFolder(path)) throw new ApiError("PATH_INVALID", `${address} names a folder, not a file.`);
    const sha256 = readSha256(headers["x-checksum-sha256"]);
    const sizeBytes = headers["content-length"] === undefined ? undefined : Number(headers["content-length"]);
    const condition = await readCondition(headers, async () => store.head(path.path), address);
    const { bytes, failure } = checkedBody((request.body as Readable | undefined) ?? request.raw, {
      ...(sizeBytes !== undefined && { sizeBytes }),
      ...(sha256 && { sha256 }),
    });
    const { etag, versionId } = await store
      .put(path.path, bytes, { ...(sizeBytes !== undefined && { sizeBytes }), ...(sha256 && { sha256 }), condition })
      .catch((error: unknown) => {
        throw failure() ?? error;
      })
      .finally(() => bytes.destroy());
    if (etag) reply.header("etag", etag);
    if (versionId) reply.header("x-version-id", versionId);
    return { result: address };
  });
}

/** DELETE: an object, if the conditions of the request hold. */
export function deleteThrough(exchange: Exchange, path: ConnectorPath) {
  return through(exchange, path, "write", async ({ store, address }) => {
    const { headers } = exchange.request;
    if (isFolder(path)) return refuseFolderChange(path);
    const conditional = headers["if-match"] !== undefined || headers["if-none-match"] !== undefined;
    const known = conditional ? await store.head(path.path) : undefined;
    if (known && !mayWrite(headers, known.etag ?? "")) throw new ApiError("CONDITION_FAILED", address);
    if ((conditional && !known) || !(await store.remove(path.path, known?.etag))) return absent(address);
    return { result: { deleted: 1 } };
  });
}

/** POST, PATCH and DELETE of folders: in these stores a folder is nothing of its own. */
export function refuseFolderChange({ connector, path }: ConnectorPath): never {
  throw new ApiError(
    "CONNECTOR_UNSUPPORTED",
    `${connector}://${path}: a folder behind a data connector comes and goes with the files in it, and has no ACL. Put or delete files.`,
  );
}

/** A bucket by itself is a folder, too. */
function isFolder({ connector, path }: ConnectorPath): boolean {
  return path === "" || path.endsWith("/") || (/^(s3|gs)\b/.test(connector) && !path.includes("/"));
}

function absent(address: string): never {
  throw new ApiError("PATH_NOT_FOUND", address);
}

/** What stores know beyond Algorithmia's headers; documented in docs/connectors.md. */
function describeVersion(reply: Exchange["reply"], { versionId, sha256, md5 }: StoredObject): void {
  if (versionId) reply.header("x-version-id", versionId);
  if (sha256) reply.header("x-checksum-sha256", sha256);
  if (md5) reply.header("x-checksum-md5", md5);
}

function readSha256(header: string | string[] | undefined): string | undefined {
  if (header === undefined || header === "") return undefined;
  const text = String(header).toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(text)) throw new ApiError("INVALID_REQUEST", "X-Checksum-Sha256 must be 64 hexadecimal digits.");
  return text;
}

/** Judges a write's conditions before the bytes come, and hands on what the store itself shall hold to. */
async function readCondition(
  headers: Exchange["request"]["headers"],
  look: () => Promise<StoredObject | undefined>,
  address: string,
): Promise<WriteCondition> {
  if (headers["if-match"] === undefined && headers["if-none-match"] === undefined) return {};
  const known = await look();
  if (!mayWrite(headers, known && (known.etag ?? ""))) throw new ApiError("CONDITION_FAILED", address);
  if (!known) return { ifAbsent: true };
  return known.etag ? { ifMatch: known.etag } : {};
}
