import { z } from "zod";
import type { CallError, Input } from "./contract";

const error = z.object({ message: z.string(), stacktrace: z.string().optional(), error_type: z.string() });

const message = z.union([
  z.object({ ready: z.literal(true), endOfOutput: z.string() }),
  z.object({ failed: error, endOfOutput: z.string() }),
  z.object({ taken: z.literal(true) }),
  z.object({ error }),
  z.object({ result: z.unknown(), metadata: z.object({ content_type: z.enum(["text", "json", "binary"]) }) }),
]);

/** What an instance says on its channel: that it has loaded or could not, that it has taken a call, or the answer to it. */
export type Message = z.infer<typeof message>;

/** Reads one line of an instance's channel; undefined when it is none of the messages. */
export function readMessage(line: string): Message | undefined {
  try {
    return message.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** One call's input as a line for the instance. */
export function requestLine({ contentType, data }: Input): string {
  const carried = contentType === "binary" ? data.toString("base64") : (data ?? null);
  return `${JSON.stringify({ content_type: contentType, data: carried })}\n`;
}

const errorTypes = new Set([
  "InputError",
  "UnsupportedError",
  "InitializationError",
  "OutOfMemoryError",
  "OutOfGpuMemoryError",
  "LanguageError",
  "TooLargeError",
  "ParsingError",
  "EntityNotFoundError",
  "ThirdPartyCredentialError",
  "AlgorithmError",
  "LoadingError",
]);

/** An algorithm's error as callers get it: types that the platform does not know are AlgorithmError. */
export function publicError({ error_type, ...rest }: CallError): CallError {
  return { ...rest, error_type: errorTypes.has(error_type) ? error_type : "AlgorithmError" };
}
