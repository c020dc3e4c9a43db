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

/** What an instance says on its channel: that it has loaded or could not, that it has taken a call, or the answer to it, a JSON result also as its text. */
export type Message = z.infer<typeof message> & { json?: string };

/** Reads one line of an instance's channel; undefined when it is none of the messages. */
export function readMessage(line: string): Message | undefined {
  try {
    const said = message.parse(JSON.parse(line));
    const json = jsonAnswer.exec(line)?.[1];
    return json === undefined ? said : { ...said, json };
  } catch {
    return undefined;
  }
}

/** How instances write an answer that is JSON. */
const jsonAnswer = /^\{"result":(.*),"metadata":\{"content_type":"json"\}\}$/s;

/** One call's input as a line for the instance. */
export function requestLine(input: Input): string {
  return `{"content_type":"${input.contentType}","data":${carriedData(input)}}\n`;
}

function carriedData(input: Input): string {
  if (input.contentType === "binary") return JSON.stringify(input.data.toString("base64"));
  if (input.contentType === "text" || input.json === undefined) return JSON.stringify(input.data ?? null);
  // Within its strings JSON has no line breaks, and outside of them they mean nothing.
  return input.json.replace(/[\r\n]+/g, " ");
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
