import type { Readable } from "node:stream";
import { Agent, request } from "undici";

/** Where a platform is and by which keys it lets us in. */
export interface Target {
  /** Origin, without a trailing slash. */
  url: string;
  /** PEM of the authority that its certificate comes from. */
  ca?: string;
  adminKey?: string;
  /** The keys that are known, by account in lower case. */
  keys: Map<string, string>;
}

/** One request. */
export interface ApiRequest {
  method: "GET" | "HEAD" | "PUT" | "POST" | "PATCH";
  /** Path, encoded. */
  path: string;
  key: string;
  json?: unknown;
  /** A body of `sizeBytes`. */
  stream?: Readable;
  sizeBytes?: number;
  /** Statuses besides 2xx that the caller reads itself. */
  accept?: number[];
}

/** An answer. */
export interface ApiAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  json: unknown;
}

/** The platform's public API, as any client uses it. */
export interface Api {
  send(request: ApiRequest): Promise<ApiAnswer>;
  close(): Promise<void>;
}

// A compile answers when the build is done.
const longestWaitMs = 3_600_000;

/** Connects to a platform. */
export function createApi({ url, ca }: Pick<Target, "url" | "ca">): Api {
  const dispatcher = new Agent({ headersTimeout: longestWaitMs, bodyTimeout: longestWaitMs, connect: { ca } });
  return {
    async send({ method, path, key, json, stream, sizeBytes, accept = [] }) {
      const { statusCode, headers, body } = await request(`${url}${path}`, {
        dispatcher,
        method,
        headers: {
          authorization: `Simple ${key}`,
          ...(json !== undefined && { "content-type": "application/json" }),
          ...(sizeBytes !== undefined && { "content-length": String(sizeBytes) }),
        },
        body: stream ?? (json === undefined ? undefined : JSON.stringify(json)),
      });
      const text = await body.text();
      const answer = { status: statusCode, headers, json: parsed(text) };
      if (statusCode >= 300 && !accept.includes(statusCode))
        throw new Error(`${method} ${path} answered ${statusCode}: ${messageOf(answer.json) ?? text.slice(0, 300)}`);
      return answer;
    },
    close: () => dispatcher.close(),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function messageOf(body: unknown): string | undefined {
  const error = (body as { error?: string | { message?: string } } | undefined)?.error;
  return typeof error === "string" ? error : error?.message;
}
