import type { Readable } from "node:stream";
import type { FastifyRequest } from "fastify";
import { ApiError } from "./errors";

const managementLimitBytes = 1024 * 1024;

/** Reads a request body whole, up to a limit in bytes. */
export async function wholeBody(request: FastifyRequest, limitBytes: number, limitText: string): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > limitBytes) throw new ApiError("BODY_TOO_LARGE", limitText);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of (request.body as Readable | undefined) ?? []) {
    size += (chunk as Buffer).length;
    if (size > limitBytes) throw new ApiError("BODY_TOO_LARGE", limitText);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** Reads a small body as text. */
export async function textBody(request: FastifyRequest): Promise<string> {
  return (await wholeBody(request, managementLimitBytes, "1 MiB")).toString("utf8");
}

/** Reads a small body as JSON, whatever its Content-Type says. Nothing at all reads as `{}`. */
export async function jsonBody(request: FastifyRequest): Promise<unknown> {
  return parseJson(await textBody(request));
}

/** Parses JSON text. Nothing at all reads as `{}`. */
export function parseJson(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError("MALFORMED_JSON", (error as Error).message);
  }
}

/** The media type of the body, in lower case and without parameters; empty if the client named none. */
export function contentType(request: FastifyRequest): string {
  return (statedContentType(request) ?? "").split(";")[0]!.trim().toLowerCase();
}

const stated = new WeakMap<object, string>();

/** Hides the Content-Type from the framework, which refuses those it cannot parse; every body reaches its handler as a stream. */
export function hideContentType(request: FastifyRequest): void {
  const header = request.raw.headers["content-type"];
  if (header === undefined) return;
  stated.set(request.raw, header);
  request.raw.headers["content-type"] = "application/octet-stream";
}

/** The Content-Type header as the client sent it. */
export function statedContentType(request: FastifyRequest): string | undefined {
  return stated.get(request.raw);
}
