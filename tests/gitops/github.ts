import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** A comment, an issue or a pull request, with the fields that the scripts read or write. */
export interface Item {
  id: number;
  number: number;
  title?: string;
  body: string;
  state: "open" | "closed";
  head?: { ref: string; repo: { full_name: string } };
  base?: string;
}

/** GitHub's REST API, as far as the workflows use it: it keeps what they post, and refuses what their token may not do. */
export interface GitHub {
  url: string;
  comments: Map<number, Item[]>;
  issues: Item[];
  pullRequests: Item[];
  /** Every request that changed something: `POST /issues/1/comments`. */
  writes: string[];
  close(): Promise<void>;
}

export const repository = "acme/models";
type Scope = "issues" | "pull-requests";
type Answer = (body: Partial<Item> & { head?: unknown; base?: string }, ids: number[], query: URLSearchParams) => unknown;

/** Starts the stand-in. It cannot show how GitHub renders, triggers or protects; it shows what the workflows ask of it. */
export async function startGitHub(): Promise<GitHub> {
  const github: GitHub = { url: "", comments: new Map(), issues: [], pullRequests: [], writes: [], close: async () => undefined };
  let last = 0;
  const fresh = (fields: Partial<Item>): Item => {
    last += 1;
    return { id: last, number: last, body: "", state: "open", ...fields };
  };
  const page = (items: Item[], query: URLSearchParams) => {
    const size = Number(query.get("per_page") ?? 30);
    return items.slice((Number(query.get("page") ?? 1) - 1) * size).slice(0, size);
  };
  const commentsOf = (number: number) => github.comments.get(number) ?? github.comments.set(number, []).get(number)!;
  const isOpen = ({ state }: Item) => state === "open";
  const found = (items: Item[], key: "id" | "number", value: number) => items.find((item) => item[key] === value);

  /** Which of these permissions, with `write`, allows it; reading needs any of them. Comments of both kinds share a route. */
  const routes: [method: string, path: RegExp, scopes: Scope[], answer: Answer][] = [
    ["GET", /^$/, ["issues", "pull-requests"], () => ({ default_branch: "main" })],
    ["GET", /^\/issues\/(\d+)\/comments$/, ["issues", "pull-requests"], (_, [number], query) => page(commentsOf(number!), query)],
    [
      "POST",
      /^\/issues\/(\d+)\/comments$/,
      ["issues", "pull-requests"],
      ({ body }, [number]) => {
        const comment = fresh({ body });
        commentsOf(number!).push(comment);
        return comment;
      },
    ],
    [
      "PATCH",
      /^\/issues\/comments\/(\d+)$/,
      ["issues", "pull-requests"],
      ({ body }, [id]) => {
        const comment = found([...github.comments.values()].flat(), "id", id!);
        return comment && Object.assign(comment, { body });
      },
    ],
    ["GET", /^\/issues$/, ["issues"], (_, __, query) => page(github.issues.filter(isOpen), query)],
    ["POST", /^\/issues$/, ["issues"], ({ title, body }) => github.issues[github.issues.push(fresh({ title, body })) - 1]],
    ["PATCH", /^\/issues\/(\d+)$/, ["issues"], (body, [number]) => Object.assign(found(github.issues, "number", number!) ?? {}, body)],
    ["GET", /^\/pulls$/, ["pull-requests"], (_, __, query) => page(github.pullRequests.filter(isOpen), query)],
    [
      "POST",
      /^\/pulls$/,
      ["pull-requests"],
      ({ title, body, head, base }) => {
        const made = fresh({ title, body, base, head: { ref: String(head), repo: { full_name: repository } } });
        github.pullRequests.push(made);
        return made;
      },
    ],
    [
      "PATCH",
      /^\/pulls\/(\d+)$/,
      ["pull-requests"],
      (body, [number]) => Object.assign(found(github.pullRequests, "number", number!) ?? {}, body),
    ],
  ];

  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? "/", "http://localhost");
      const path = url.pathname.replace(`/repos/${repository}`, "");
      const method = request.method ?? "GET";
      const route = routes.find(([each, pattern]) => each === method && pattern.test(path));
      const answer = (status: number, body: unknown) =>
        response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
      if (!route) return answer(404, { message: "Not Found" });
      const [, pattern, scopes, act] = route;
      if (!isAllowed(request, scopes)) return answer(403, { message: "Resource not accessible by integration" });
      if (method !== "GET") github.writes.push(`${method} ${path}`);
      const body = method === "GET" ? {} : ((await json(request)) as Partial<Item>);
      const ids = (pattern.exec(path) ?? []).slice(1).map(Number);
      answer(200, act(body, ids, url.searchParams));
    })();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  github.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  github.close = () => new Promise((closed) => server.close(() => closed()));
  return github;
}

/** The runner writes a job's `permissions` into its token. */
function isAllowed({ method, headers }: IncomingMessage, scopes: Scope[]): boolean {
  const token = (headers.authorization ?? "").replace("Bearer ", "");
  const permissions = JSON.parse(Buffer.from(token, "base64url").toString() || "{}") as Partial<Record<Scope, string>>;
  return scopes.some((scope) => permissions[scope] === "write" || (method === "GET" && permissions[scope] === "read"));
}
