import { z } from "zod";
import { isAbsent } from "./absence";
import { dataPath, hostedParts } from "./store-path";
import type { Transport } from "./transport";

/** A collection as storage describes it. */
export interface CollectionState {
  /** Who may read, in the API's words: `["user://*"]`, `["algo://.my/*"]` or `[]`; absent where storage does not tell. */
  readAcl?: string[];
  hasFiles: boolean;
}

/** Collections of hosted data, `data://owner/name`. */
export interface CollectionsClient {
  /** @returns undefined when there is no such collection. */
  find(collection: string): Promise<CollectionState | undefined>;
  create(collection: string, readAcl: string[]): Promise<void>;
  setReadAcl(collection: string, readAcl: string[]): Promise<void>;
  /** Deletes a collection, one with files only with `force`; one that is gone already is deleted. */
  remove(collection: string, options: { force: boolean }): Promise<void>;
}

const Listing = z
  .object({ files: z.array(z.unknown()).nullish(), acl: z.object({ read: z.array(z.string()) }).nullish() })
  .transform(({ files, acl }): CollectionState => ({ readAcl: acl?.read, hasFiles: (files ?? []).length > 0 }));

export function createCollectionsClient(transport: Transport): CollectionsClient {
  return {
    async find(collection) {
      const doing = `reading the collection ${collection}`;
      const response = await transport.send({ method: "GET", path: `${dataPath(collection)}?acl=true`, doing, accept: [404] });
      return isAbsent(response, transport, doing) ? undefined : transport.read(Listing, response, doing);
    },
    async create(collection, readAcl) {
      const [owner = "", name = ""] = hostedParts(collection);
      const json = { name, acl: { read: readAcl } };
      await transport.send({ method: "POST", path: dataPath(`data://${owner}`), doing: `creating the collection ${collection}`, json });
    },
    async setReadAcl(collection, readAcl) {
      const json = { acl: { read: readAcl } };
      // Saying the same twice does no harm.
      await transport.send({
        method: "PATCH",
        path: dataPath(collection),
        doing: `changing who may read ${collection}`,
        json,
        idempotent: true,
      });
    },
    async remove(collection, { force }) {
      const doing = `deleting the collection ${collection}`;
      const path = `${dataPath(collection)}${force ? "?force=true" : ""}`;
      isAbsent(await transport.send({ method: "DELETE", path, doing, accept: [404] }), transport, doing);
    },
  };
}
