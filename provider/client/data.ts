import type { Readable } from "node:stream";
import { errors } from "../errors";
import { redact } from "./redact";
import { messageOf, type Transport } from "./transport";

/** What storage says of a path: reference §2.3. */
export type Stat = { kind: "file"; sizeBytes: number; md5?: string } | { kind: "directory" };

/** Files and collections of hosted data. URIs are `data://owner/collection/file`. */
export interface DataClient {
  /** @returns undefined where there is nothing. */
  stat(uri: string): Promise<Stat | undefined>;
  /** Creates the collection unless it is there, readable by its owner's algorithms (the platform's default). */
  ensureCollection(store: string): Promise<void>;
  /** Streams a body of exactly `sizeBytes` to a file, replacing what is there. Sent once: only a look tells whether a lost answer was a yes. */
  upload(uri: string, open: () => Promise<Readable>, options: { sizeBytes: number; timeoutSeconds: number }): Promise<void>;
}

export function createDataClient(transport: Transport): DataClient {
  return {
    async stat(uri) {
      const response = await transport.send({ method: "HEAD", path: dataPath(uri), doing: `looking at ${uri}`, accept: [404] });
      if (response.status === 404) return undefined;
      if (response.headers["x-data-type"] === "directory") return { kind: "directory" };
      const etag = String(response.headers.etag ?? "")
        .replace(/^(W\/)?"?|"$/g, "")
        .toLowerCase();
      return {
        kind: "file",
        sizeBytes: Number(response.headers["content-length"] ?? 0),
        md5: /^[0-9a-f]{32}$/.test(etag) ? etag : undefined,
      };
    },

    async ensureCollection(store) {
      const doing = `creating the collection ${store}`;
      const there = await transport.send({ method: "HEAD", path: dataPath(store), doing, accept: [404] });
      if (there.status !== 404) return;
      const [owner, name] = hostedParts(store);
      const response = await transport.send({
        method: "POST",
        path: dataPath(`data://${owner}`),
        doing,
        json: { name },
        accept: [400, 409],
      });
      if (response.status < 300) return;
      // Someone else may have made it in between.
      const now = await transport.send({ method: "HEAD", path: dataPath(store), doing, accept: [404] });
      if (now.status === 404) {
        const { apiAddress, apiKey } = transport.connection;
        throw errors.PLATFORM_ERROR(apiAddress, doing, response.status, redact(messageOf(response), apiKey));
      }
    },

    async upload(uri, open, { sizeBytes, timeoutSeconds }) {
      await transport.send({
        method: "PUT",
        path: dataPath(uri),
        doing: `uploading ${uri}`,
        stream: open,
        headers: { "Content-Length": String(sizeBytes), "Content-Type": "application/octet-stream" },
        timeoutSeconds,
        idempotent: false,
      });
    },
  };
}

/** `data://acme/sentiment/a b.pkl` → `/v1/data/acme/sentiment/a%20b.pkl`. */
function dataPath(uri: string): string {
  return `/v1/data/${hostedParts(uri).map(encodeURIComponent).join("/")}`;
}

function hostedParts(uri: string): string[] {
  if (!uri.startsWith("data://")) throw errors.STORE_UNSUPPORTED(uri);
  return uri.slice("data://".length).split("/");
}
