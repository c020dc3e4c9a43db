import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { spawnGit } from "./run";

/** One smart-HTTP request for `git http-backend`. */
export interface BackendRequest {
  method: string;
  /** Path below the project root, for example `/<id>.git/info/refs`. */
  pathInfo: string;
  query: string;
  headers: IncomingHttpHeaders;
  contentType: string | undefined;
  body: Readable | undefined;
  user: string;
}

/**
 * Hands a request to `git http-backend` and streams its answer, which stays open until `beforeEnd` is done:
 * when a push is acknowledged, its build is recorded.
 */
export async function runBackend(
  projectRoot: string,
  request: BackendRequest,
  response: ServerResponse,
  beforeEnd: () => Promise<void>,
): Promise<void> {
  // A client that left before we came here tells nobody any more.
  if (response.destroyed || request.body?.destroyed) return void response.destroy();
  const child = spawnGit(["http-backend"], environmentOf(projectRoot, request));
  const kill = () => child.kill();
  response.once("close", kill);
  const exited = new Promise<void>((resolve, reject) => child.once("error", reject).once("close", () => resolve()));
  child.stdin.on("error", () => {});
  if (request.body) request.body.on("error", kill).pipe(child.stdin);
  else child.stdin.end();
  const said: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  try {
    await copyAnswer(child.stdout, response);
    await exited;
    await beforeEnd();
    if (!response.headersSent) throw new Error(`git http-backend gave no answer: ${Buffer.concat(said).toString("utf8").trim()}`);
    response.end();
  } finally {
    response.off("close", kill);
  }
}

function environmentOf(
  projectRoot: string,
  { method, pathInfo, query, headers, contentType, user }: BackendRequest,
): Record<string, string> {
  const header = (name: string) => headers[name] as string | undefined;
  // CONTENT_LENGTH is left out: with it, git 2.39 looks for the rest of a body that was cut for ever, at full speed.
  const optional = {
    CONTENT_TYPE: contentType,
    HTTP_CONTENT_ENCODING: header("content-encoding"),
    GIT_PROTOCOL: header("git-protocol"),
  };
  return {
    GIT_PROJECT_ROOT: projectRoot,
    GIT_HTTP_EXPORT_ALL: "1",
    REQUEST_METHOD: method,
    PATH_INFO: pathInfo,
    QUERY_STRING: query,
    REMOTE_USER: user,
    REMOTE_ADDR: "127.0.0.1",
    ...Object.fromEntries(Object.entries(optional).filter((pair): pair is [string, string] => pair[1] !== undefined)),
  };
}

/** Reads the CGI header block, then passes bytes on with back-pressure. */
async function copyAnswer(output: Readable, response: ServerResponse): Promise<void> {
  let head = Buffer.alloc(0);
  let inBody = false;
  for await (const chunk of output as AsyncIterable<Buffer>) {
    let bytes = chunk;
    if (!inBody) {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) continue;
      writeHead(head.subarray(0, end).toString("latin1"), response);
      bytes = head.subarray(end + 4);
      inBody = true;
    }
    if (response.destroyed) return;
    if (bytes.length > 0 && !response.write(bytes)) await drained(response);
  }
}

function writeHead(block: string, response: ServerResponse): void {
  for (const line of block.split("\r\n")) {
    const [, name = "", value = ""] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
    if (name.toLowerCase() === "status") response.statusCode = Number.parseInt(value, 10);
    else if (name) response.setHeader(name, value);
  }
  response.flushHeaders();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.once("drain", done).once("close", done);
  });
}
