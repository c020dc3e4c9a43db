import type { Readable } from "node:stream";
import { errors } from "../errors";
import { takeFileApart } from "../model/store-uri";
import { redact } from "./redact";
import { DirectoryListing } from "./schemas";
import { messageOf, type Transport } from "./transport";

/** What storage says of a path: reference §2.3. */
export type Stat = { kind: "file"; sizeBytes: number; md5?: string } | { kind: "directory" };

/** A file as a listing of its collection tells of it. */
export interface StoredFile {
  uri: string;
  name: string;
  sizeBytes: number;
  lastModified: Date;
}

/** Files and collections of hosted data. URIs are `data://owner/collection/file`. */
export interface DataClient {
  /** @returns undefined where there is nothing. */
  stat(uri: string): Promise<Stat | undefined>;
  /** Creates the collection unless it is there, readable by its owner's algorithms (the platform's default). */
  ensureCollection(store: string): Promise<void>;
  /** Streams a body of exactly `sizeBytes` to a file, replacing what is there. Sent once: only a look tells whether a lost answer was a yes. */
  upload(uri: string, open: () => Promise<Readable>, options: { sizeBytes: number; timeoutSeconds: number }): Promise<void>;
  /** The files of a collection, page after page; none where there is no such collection. */
  list(store: string): Promise<StoredFile[]>;
  /** Deletes one file, never a folder. One that is gone already is as good. @throws NOT_A_STORED_FILE */
  remove(uri: string): Promise<void>;
}

export function createDataClient(transport: Transport): DataClient {
  return {
    async stat(uri) {
      const doing = `looking at ${uri}`;
      const response = await transport.send({ method: "HEAD", path: dataPath(uri), doing, accept: [404] });
      if (response.status === 404) return undefined;
      const type: unknown = response.headers["x-data-type"];
      if (type === "directory") return { kind: "directory" };
      // A website that says yes to everything would else be taken for a file of other bytes.
      if (type !== "file") throw errors.PLATFORM_ANSWER_MALFORMED(transport.connection.apiAddress, doing, "X-Data-Type is missing");
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

    async list(store) {
      const doing = `listing ${store}`;
      const files: StoredFile[] = [];
      for (let marker: string | undefined = ""; marker !== undefined; ) {
        const query: string = marker === "" ? "" : `?marker=${encodeURIComponent(marker)}`;
        const response = await transport.send({ method: "GET", path: `${dataPath(store)}${query}`, doing, accept: [404] });
        if (response.status === 404) return files;
        const page = transport.read(DirectoryListing, response, doing);
        files.push(...page.files.map((file) => ({ ...file, uri: `${store}/${file.name}` })));
        const next = page.marker || undefined;
        if (next !== undefined && next === marker) {
          throw errors.PLATFORM_ANSWER_MALFORMED(transport.connection.apiAddress, doing, "its marker leads to the same page again");
        }
        marker = next;
      }
      return files;
    },

    async remove(uri) {
      // A path of two parts would be a collection with everything in it.
      if (takeFileApart(uri).kind === "invalid") throw errors.NOT_A_STORED_FILE(uri);
      await transport.send({ method: "DELETE", path: dataPath(uri), doing: `deleting ${uri}`, accept: [404] });
    },
  };
}

/** `data://acme/sentiment/a b.pkl` → `/v1/data/acme/sentiment/a%20b.pkl`. */
export function dataPath(uri: string): string {
  return `/v1/data/${hostedParts(uri).map(encodeURIComponent).join("/")}`;
}

export function hostedParts(uri: string): string[] {
  if (!uri.startsWith("data://")) throw errors.STORE_UNSUPPORTED(uri);
  return uri.slice("data://".length).split("/");
}
