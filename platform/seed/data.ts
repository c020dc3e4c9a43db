import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { type Declaration, readers } from "./declaration";
import type { Seeding } from "./index";

/** Statuses of what is not there yet; 401 in a dry run, where the key may not be there either. */
const absent = [401, 404];

/** Makes a collection, or changes who may read it where the declaration says so. */
export async function seedCollection({ owner, name, read }: Declaration["collections"][number], { api, dryRun, keyOf, tell }: Seeding) {
  const [folder, path, key] = [`/v1/data/${encodeURIComponent(owner)}`, pathOf(owner, name), keyOf(owner)];
  const found = await api.send({ method: "GET", path: `${path}?acl=true`, key, accept: absent });
  const acl = read === undefined ? undefined : { read: readers[read] };
  const seen = z.object({ acl: z.object({ read: z.array(z.string()) }) }).safeParse(found.json).data?.acl;
  const differs = acl !== undefined && JSON.stringify(seen?.read) !== JSON.stringify(acl.read);
  const action = found.status !== 200 ? "create" : differs ? "change" : "keep";
  if (!dryRun && action === "create") await api.send({ method: "POST", path: folder, key, json: { name, ...(acl && { acl }) } });
  if (!dryRun && action === "change") await api.send({ method: "PATCH", path, key, json: { acl } });
  tell({ kind: "collection", name: `data://${owner}/${name}`, action });
}

/** Uploads a file unless the very same bytes are there. */
export async function seedFile({ owner, collection, name, from }: Declaration["files"][number], { api, dryRun, keyOf, tell }: Seeding) {
  const [path, key] = [pathOf(owner, collection, ...name.split("/")), keyOf(owner)];
  const [{ size }, md5, found] = await Promise.all([stat(from), md5Of(from), api.send({ method: "HEAD", path, key, accept: absent })]);
  const same = found.headers["content-length"] === String(size) && found.headers.etag === md5;
  const action = found.status !== 200 ? "create" : same ? "keep" : "change";
  if (!dryRun && action !== "keep") await api.send({ method: "PUT", path, key, stream: createReadStream(from), sizeBytes: size });
  tell({ kind: "file", name: `data://${owner}/${collection}/${name}`, action, detail: `${size} bytes` });
}

function pathOf(...names: string[]): string {
  return `/v1/data/${names.map(encodeURIComponent).join("/")}`;
}

async function md5Of(file: string): Promise<string> {
  const hash = createHash("md5");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
