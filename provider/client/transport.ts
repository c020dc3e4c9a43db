import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { rootCertificates } from "node:tls";
import axios, { type AxiosResponse } from "axios";
import type { z } from "zod";
import { AlgorithmiaError, errors } from "../errors";
import type { Connection } from "./connection";
import { defaultTimeoutSeconds, defaultTries, type Patience } from "./patience";
import { redact } from "./redact";

/** One request. `doing` is the end of "while …" in an error text. */
export interface Request {
  method: "GET" | "HEAD" | "PUT" | "POST" | "PATCH" | "DELETE";
  path: string;
  doing: string;
  /** The body, one of four; a stream is made anew for each try. */
  json?: unknown;
  text?: string;
  bytes?: Buffer;
  stream?: () => Promise<Readable>;
  headers?: Record<string, string>;
  timeoutSeconds?: number;
  /** Statuses besides 2xx that the caller reads itself. */
  accept?: readonly number[];
  /** May the same request be sent twice? Default: yes for everything but POST and PATCH. */
  idempotent?: boolean;
  /** Was nothing done by a request that is answered 503? Then it may be sent again as after a 429. Default: no. */
  undoneWhenBusy?: boolean;
  /** `stream`: the body of a success is a Readable, to be read while it comes. Default: a text. */
  answer?: "stream";
  /** Reads an answer that is no success before it is read in the usual way. */
  refusal?: (response: AxiosResponse<unknown>) => AlgorithmiaError | undefined;
}

export interface Transport {
  readonly connection: Connection;
  /** Until a request without a limit of its own is given up. */
  readonly timeoutSeconds: number;
  send(request: Request): Promise<AxiosResponse<unknown>>;
  json<Schema extends z.ZodType>(schema: Schema, request: Request): Promise<z.output<Schema>>;
  /** Reads an answer that `send` gave. @throws PLATFORM_ANSWER_MALFORMED */
  read<Schema extends z.ZodType>(schema: Schema, response: AxiosResponse<unknown>, doing: string): z.output<Schema>;
  close(): void;
}

/**
 * HTTP to one platform: the key in a header, deadlines, retries where a repeat is harmless, and every failure as a coded error.
 * Retries: connection faults, 429 and 5xx, with growing pauses or as long as Retry-After says.
 */
export function createTransport(connection: Connection, patience: Patience = {}): Transport {
  const { tries = defaultTries, timeoutSeconds: usualTimeoutSeconds = defaultTimeoutSeconds } = patience;
  const { apiAddress, apiKey } = connection;
  const httpAgent = new HttpAgent({ keepAlive: true });
  const httpsAgent = new HttpsAgent({
    keepAlive: true,
    ...(connection.caCert ? { ca: [...rootCertificates, connection.caCert.pem] } : {}),
  });
  const http = axios.create({
    baseURL: apiAddress,
    httpAgent,
    httpsAgent,
    // With redirects on, the adapter keeps the whole body in memory in order to send it again.
    maxRedirects: 0,
    maxBodyLength: Number.POSITIVE_INFINITY,
    maxContentLength: Number.POSITIVE_INFINITY,
    validateStatus: () => true,
    responseType: "text",
    transformResponse: (text) => text,
  });

  async function attempt(request: Request): Promise<AxiosResponse<unknown>> {
    const timeoutSeconds = request.timeoutSeconds ?? usualTimeoutSeconds;
    const stream = await request.stream?.();
    try {
      const response = await http.request({
        method: request.method,
        responseType: request.answer ?? "text",
        url: request.path,
        data: stream ?? request.bytes ?? request.text ?? (request.json === undefined ? undefined : JSON.stringify(request.json)),
        headers: {
          Authorization: `Simple ${apiKey}`,
          ...(request.json === undefined ? {} : { "Content-Type": "application/json" }),
          ...(request.text === undefined ? {} : { "Content-Type": "text/plain" }),
          ...(request.bytes === undefined ? {} : { "Content-Type": "application/octet-stream" }),
          ...request.headers,
        },
        signal: AbortSignal.timeout(timeoutSeconds * 1000),
      });
      // Why something was refused is a text in any case.
      if (request.answer === "stream" && response.status >= 300) response.data = await text(response.data as Readable);
      return response;
    } catch (error) {
      if (error instanceof AlgorithmiaError) throw error;
      // The axios error is dropped on purpose: its `config` holds the key.
      if (axios.isCancel(error)) throw errors.PLATFORM_TIMEOUT(apiAddress, request.doing, timeoutSeconds);
      throw errors.PLATFORM_UNREACHABLE(apiAddress, request.doing, faultOf(error, apiKey));
    } finally {
      stream?.destroy();
    }
  }

  async function send(request: Request): Promise<AxiosResponse<unknown>> {
    if (!apiKey) throw errors.API_KEY_MISSING(apiAddress);
    const repeatable = request.idempotent ?? (request.method !== "POST" && request.method !== "PATCH");
    for (let trial = 1; ; trial++) {
      let response: AxiosResponse<unknown> | undefined;
      try {
        response = await attempt(request);
      } catch (error) {
        const unreachable = error instanceof AlgorithmiaError && error.code === "PLATFORM_UNREACHABLE";
        if (!unreachable || !repeatable || trial === tries) throw error;
      }
      // A 429 was turned away before anything was done: any request may follow it again.
      const undone = response?.status === 429 || (response?.status === 503 && request.undoneWhenBusy === true);
      const again = response === undefined || undone || (response.status >= 500 && response.status !== 501 && repeatable);
      const pause = pauseSeconds(trial, response?.headers["retry-after"]);
      // Never sooner than the platform asks for: a pause that is longer than an answer may take ends the trying.
      if (response && (!again || trial === tries || pause > usualTimeoutSeconds)) return checked(connection, request, response);
      await delay(pause * 1000);
    }
  }

  function read<Schema extends z.ZodType>(schema: Schema, response: AxiosResponse<unknown>, doing: string): z.output<Schema> {
    const body = parseJson(response.data);
    if (body === undefined) throw errors.PLATFORM_ANSWER_MALFORMED(apiAddress, doing, "it is no JSON");
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    throw errors.PLATFORM_ANSWER_MALFORMED(apiAddress, doing, problemOf(parsed.error.issues[0]));
  }

  async function json<Schema extends z.ZodType>(schema: Schema, request: Request): Promise<z.output<Schema>> {
    return read(schema, await send(request), request.doing);
  }

  return {
    connection,
    timeoutSeconds: usualTimeoutSeconds,
    send,
    json,
    read,
    close: () =>
      [httpAgent, httpsAgent].forEach((agent) => {
        agent.destroy();
      }),
  };
}

function checked(connection: Connection, request: Request, response: AxiosResponse<unknown>): AxiosResponse<unknown> {
  const { apiAddress } = connection;
  if (response.status >= 200 && response.status < 300) return response;
  const refusal = request.refusal?.(response);
  if (refusal) throw refusal;
  if (request.accept?.includes(response.status)) return response;
  if (response.status === 401) throw errors.API_KEY_REJECTED(apiAddress, request.doing);
  if (response.status === 403) throw errors.NOT_AUTHORIZED(apiAddress, request.doing);
  throw errors.PLATFORM_ERROR(apiAddress, request.doing, response.status, redact(messageOf(response), connection.apiKey));
}

/** The text of an error answer, in any of the shapes that Algorithmia uses (reference §2.5, §5.1). */
export function messageOf(response: AxiosResponse<unknown>): string {
  const header = response.headers["x-error-message"];
  if (typeof header === "string" && header !== "") return header;
  const body = parseJson(response.data);
  const error = typeof body === "object" && body !== null && "error" in body ? body.error : undefined;
  const message = typeof error === "object" && error !== null && "message" in error ? error.message : error;
  return typeof message === "string" ? message.replace(/\.$/, "") : String(response.data ?? "").slice(0, 200) || "no message";
}

/** The number in an error answer, e.g. 1007, where there is one. */
export function codeOf(response: AxiosResponse<unknown>): number | undefined {
  const body = parseJson(response.data) as { error?: { code?: unknown } } | undefined;
  return typeof body?.error?.code === "number" ? body.error.code : undefined;
}

function parseJson(text: unknown): unknown {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `id is missing`, `results: expected array, received string` */
function problemOf(issue: z.core.$ZodIssue | undefined): string {
  const place = issue?.path.join(".") || "its body";
  const problem = issue?.message.replace(/^Invalid input: /, "") ?? "unreadable";
  return problem.endsWith("received undefined") ? `${place} is missing` : `${place}: ${problem}`;
}

function faultOf(error: unknown, apiKey: string | undefined): string {
  const text = error instanceof Error ? error.message || ("code" in error ? String(error.code) : error.name) : String(error);
  return redact(text, apiKey);
}

function pauseSeconds(trial: number, retryAfter: unknown): number {
  const asked = typeof retryAfter === "string" ? Number(retryAfter) || (Date.parse(retryAfter) - Date.now()) / 1000 : Number.NaN;
  const growing = 0.25 * 2 ** (trial - 1) * (0.75 + Math.random() / 2);
  return Math.max(Number.isFinite(asked) ? asked : growing, 0);
}
