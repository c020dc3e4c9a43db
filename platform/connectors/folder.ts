import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { markerOf, readMarker } from "../api/pages/marker";
import type { ConnectorPath } from "../data/path";
import { through } from "./through";

const entriesPerPage = 1000;

/** Lists a folder behind a connector a page at a time, or for a HEAD tells that it is there. */
export function listThrough(exchange: Exchange, { connector, path }: ConnectorPath) {
  const folder = path === "" || path.endsWith("/") ? path : `${path}/`;
  return through(exchange, { kind: "connector", connector, path: folder }, "read", async ({ store }) => {
    const { request, reply, query } = exchange;
    const isHead = request.method === "HEAD";
    const next = isHead ? "" : readMarker(query.marker);
    const page = await store.list(folder, { limit: isHead ? 1 : entriesPerPage, ...(next !== "" && { next }) });
    if (!page) throw new ApiError("PATH_NOT_FOUND", `${connector}://${path}`);
    reply.header("x-data-type", "directory");
    if (isHead) return reply.type("application/json").send();
    const folders = page.folders.map((name) => ({ name }));
    const files = page.files.map(({ name, modifiedAt, sizeBytes }) => ({
      filename: name,
      last_modified: modifiedAt.toISOString(),
      size: sizeBytes,
    }));
    return {
      ...(folders.length > 0 && { folders }),
      ...(files.length > 0 && { files }),
      ...(page.next !== undefined && { marker: markerOf(page.next) }),
    };
  });
}
