import type { FastifyRequest } from "fastify";
import { contentType, statedContentType, wholeBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Input } from "../engines";

const limitBytes = 10 * 1024 * 1024;

/** Reads the input of a call by its Content-Type (reference/algorithmia-api.md §3.3). */
export async function readInput(request: FastifyRequest): Promise<Input> {
  const type = contentType(request);
  if (type === "") throw new ApiError("CONTENT_TYPE_MISSING");
  const read = readers[type];
  if (!read) throw new ApiError("CONTENT_TYPE_UNSUPPORTED", statedContentType(request));
  return read(await wholeBody(request, limitBytes, "10 MiB"), request);
}

const readers: Record<string, (body: Buffer, request: FastifyRequest) => Input> = {
  "application/json": readJson,
  "text/plain": (body) => ({ contentType: "text", data: body.toString("utf8") }),
  "application/text": (body) => ({ contentType: "text", data: body.toString("utf8") }),
  "application/octet-stream": (body, request) => {
    const encoded = request.headers["content-encoding"]?.toLowerCase() === "base64";
    return { contentType: "binary", data: encoded ? Buffer.from(body.toString("latin1"), "base64") : body };
  },
};

function readJson(body: Buffer): Input {
  const json = body.toString("utf8");
  const parse = (): unknown => JSON.parse(json);
  try {
    parse();
  } catch (error) {
    throw new ApiError("INPUT_MALFORMED", (error as Error).message);
  }
  return {
    contentType: "json",
    json,
    // Not kept: many inputs may wait in memory.
    get data() {
      return parse();
    },
  };
}
