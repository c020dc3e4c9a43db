import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";

/** A server of Dropbox's documented routes for files, as far as connectors use them: nobody else has made one. */
export interface DropboxServer {
  endpoint: string;
  accessToken: string;
  refreshToken: string;
  appKey: string;
  appSecret: string;
  /** Paths of the files, without their first `/`. */
  stored(): string[];
  /** The first access token is expired from now on; those of refreshes stay. */
  expireTokens(): void;
  /** Tag and status that the next requests are refused with. */
  refuse(status: number, summary: string, times?: number): void;
  stop(): Promise<void>;
}

interface Kept {
  path: string;
  rev: string;
  bytes: Buffer;
  modified: string;
}

class Refused extends Error {
  constructor(
    readonly status: number,
    readonly summary: string,
  ) {
    super(summary);
  }
}

/** Starts it on a free port, with an empty account. */
export async function startDropbox(): Promise<DropboxServer> {
  const kept = new Map<string, Kept>();
  const revisions = new Map<string, Kept>();
  const sessions = new Map<string, Buffer[]>();
  const accessToken = "sl.access-token-0";
  const valid = new Set([accessToken]);
  const [refreshToken, appKey, appSecret] = ["refresh-token-of-the-app", "appkey", "app-secret-text"];
  let refusal: { status: number; summary: string; times: number } | undefined;

  const describe = ({ path, rev, bytes, modified }: Kept) => ({
    ".tag": "file",
    name: path.split("/").at(-1),
    id: `id:${rev}`,
    path_display: path,
    path_lower: path.toLowerCase(),
    client_modified: modified,
    server_modified: modified,
    rev,
    size: bytes.length,
    content_hash: hashOf(bytes),
  });
  const find = (path: string): Kept => {
    const found = path.startsWith("rev:") ? revisions.get(path.slice(4)) : kept.get(path.toLowerCase());
    if (found) return found;
    throw new Refused(409, isFolder(path) ? "path/not_file/" : "path/not_found/");
  };
  const isFolder = (path: string) => path === "" || [...kept.keys()].some((each) => each.startsWith(`${path.toLowerCase()}/`));
  const write = ({ path, mode }: Commit, bytes: Buffer) => {
    const before = kept.get(path.toLowerCase());
    if (mode[".tag"] === "add" && before) throw new Refused(409, "path/conflict/file/");
    if (mode[".tag"] === "update" && before?.rev !== mode.update) throw new Refused(409, "path/conflict/file/");
    const made = { path, rev: randomBytes(8).toString("hex"), bytes, modified: `${new Date().toISOString().slice(0, 19)}Z` };
    kept.set(path.toLowerCase(), made);
    revisions.set(made.rev, made);
    return describe(made);
  };
  const list = (path: string) => {
    if (!isFolder(path)) throw new Refused(409, kept.has(path.toLowerCase()) ? "path/not_folder/" : "path/not_found/");
    const below = [...kept.values()].filter((each) => each.path.toLowerCase().startsWith(`${path.toLowerCase()}/`));
    const folders = new Set(
      below.map((each) => each.path.slice(path.length + 1).split("/")).flatMap(([name, ...rest]) => (rest.length > 0 ? [name] : [])),
    );
    const files = below.filter((each) => !each.path.slice(path.length + 1).includes("/"));
    const sorted = files.sort((one, other) => (one.path < other.path ? -1 : 1));
    return [...[...folders].map((name) => ({ ".tag": "folder", name })), ...sorted.map(describe)];
  };
  const page = (path: string, start: number, limit: number) => {
    const entries = list(path);
    const cursor = Buffer.from(JSON.stringify([path, start + limit, limit])).toString("base64url");
    return { entries: entries.slice(start, start + limit), cursor, has_more: entries.length > start + limit };
  };

  const routes: { [Route in keyof Arguments]: (argument: Arguments[Route], body: Buffer) => unknown } = {
    "/2/files/get_metadata": ({ path }) => (isFolder(path) && path !== "" ? { ".tag": "folder", name: path } : describe(find(path))),
    "/2/files/list_folder": ({ path, limit = 2000 }) => page(path, 0, limit),
    "/2/files/list_folder/continue": ({ cursor }) => {
      try {
        return page(...(JSON.parse(Buffer.from(cursor, "base64url").toString()) as [string, number, number]));
      } catch {
        throw new Refused(400, "cursor: did not match pattern");
      }
    },
    "/2/files/delete_v2": ({ path, parent_rev }) => {
      const found = find(path);
      if (parent_rev !== undefined && found.rev !== parent_rev) throw new Refused(409, "path_write/conflict/file/");
      kept.delete(path.toLowerCase());
      return { metadata: describe(found) };
    },
    "/2/files/upload": (argument, body) => write(argument, body),
    "/2/files/upload_session/start": (_argument, body) => {
      const id = randomBytes(8).toString("hex");
      sessions.set(id, [body]);
      return { session_id: id };
    },
    "/2/files/upload_session/append_v2": ({ cursor }, body) => {
      sessionAt(cursor).push(body);
      return null;
    },
    "/2/files/upload_session/finish": ({ cursor, commit }, body) => write(commit, Buffer.concat([...sessionAt(cursor), body])),
  };
  const sessionAt = ({ session_id, offset }: SessionCursor): Buffer[] => {
    const parts = sessions.get(session_id);
    if (!parts) throw new Refused(409, "lookup_failed/not_found/");
    if (parts.reduce((sum, part) => sum + part.length, 0) !== offset) throw new Refused(409, "lookup_failed/incorrect_offset/");
    return parts;
  };
  const refresh = (body: Buffer) => {
    const fields = Object.fromEntries(new URLSearchParams(body.toString()));
    if (fields.refresh_token !== refreshToken || fields.client_id !== appKey || fields.client_secret !== appSecret) return undefined;
    const made = `sl.access-token-${randomBytes(4).toString("hex")}`;
    valid.add(made);
    return { access_token: made, expires_in: 14_400, token_type: "bearer" };
  };
  const admit = ({ headers }: IncomingMessage) => {
    if (refusal) {
      const { status, summary } = refusal;
      if (--refusal.times === 0) refusal = undefined;
      throw new Refused(status, summary);
    }
    if (!valid.has(headers.authorization?.replace("Bearer ", "") ?? "")) {
      throw new Refused(401, headers.authorization?.includes("sl.") ? "expired_access_token/" : "invalid_access_token/");
    }
  };

  const server = createServer((request, response) => {
    const answer = async () => {
      const { pathname } = new URL(request.url ?? "", "http://dropbox");
      const body = await buffer(request);
      const json = (status: number, value: unknown) =>
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
      if (pathname === "/oauth2/token") {
        const tokens = refresh(body);
        return json(tokens ? 200 : 400, tokens ?? { error: "invalid_grant", error_description: "refresh token is invalid or revoked" });
      }
      try {
        admit(request);
        const header = request.headers["dropbox-api-arg"];
        const argument = JSON.parse(header === undefined ? body.toString() || "null" : String(header)) as { path: string };
        if (pathname !== "/2/files/download") return json(200, routes[pathname as keyof Arguments](argument as never, body));
        const found = find(argument.path);
        const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
        const part = start === undefined ? found.bytes : found.bytes.subarray(Number(start), Number(end) + 1);
        response.writeHead(start === undefined ? 200 : 206, {
          "content-length": part.length,
          "dropbox-api-result": JSON.stringify(describe(found)).replace(
            /[\u007f-\uffff]/g,
            (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
          ),
        });
        return response.end(part);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const { status, summary } = error;
        return status === 400
          ? response.writeHead(400).end(summary)
          : json(status, { error_summary: `${summary}...`, error: { ".tag": summary.split("/")[0] } });
      }
    };
    // A client that went away is not to be answered.
    answer().catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  return {
    endpoint: `http://127.0.0.1:${port}`,
    accessToken,
    refreshToken,
    appKey,
    appSecret,
    stored: () => [...kept.values()].map(({ path }) => path.slice(1)),
    expireTokens: () => valid.delete(accessToken),
    refuse: (status, summary, times = 1) => {
      refusal = { status, summary, times };
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Dropbox's content hash: sha256 of the sha256 of each 4 MiB. */
function hashOf(bytes: Buffer): string {
  const whole = createHash("sha256");
  for (let start = 0; start < bytes.length; start += 4 * 1024 * 1024) {
    whole.update(
      createHash("sha256")
        .update(bytes.subarray(start, start + 4 * 1024 * 1024))
        .digest(),
    );
  }
  return whole.digest("hex");
}

interface Commit {
  path: string;
  mode: { ".tag": string; update?: string };
}

interface SessionCursor {
  session_id: string;
  offset: number;
}

/** What each route is asked with, as Dropbox documents it. */
interface Arguments {
  "/2/files/get_metadata": { path: string };
  "/2/files/list_folder": { path: string; limit?: number };
  "/2/files/list_folder/continue": { cursor: string };
  "/2/files/delete_v2": { path: string; parent_rev?: string };
  "/2/files/upload": Commit;
  "/2/files/upload_session/start": unknown;
  "/2/files/upload_session/append_v2": { cursor: SessionCursor };
  "/2/files/upload_session/finish": { cursor: SessionCursor; commit: Commit };
}
