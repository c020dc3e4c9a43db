"use strict";
const { inspect } = require("node:util");

const limitBytes = 15 * 1024 * 1024;

/** The answer to a call as a JSON text: what `outcome`, a promise, is resolved or rejected with. */
exports.answerTo = async (outcome, trace) => {
  try {
    return resultText(await outcome);
  } catch (error) {
    return JSON.stringify({ error: describeError(error, "AlgorithmError", trace) });
  }
};

/**
 * The `error` object for anything thrown: its message, its stack trace without our own frames, and its `error_type`.
 * `trace` is `{ sourceFolder, ownFolder }`; files of the source are named relative to it.
 */
function describeError(error, defaultType, { sourceFolder, ownFolder }) {
  const isError = typeof error === "object" && error !== null && typeof error.message === "string";
  const message = isError ? error.message || String(error.name) : typeof error === "string" ? error : inspect(error);
  const error_type = typeof error?.error_type === "string" ? error.error_type : defaultType;
  if (!isError || typeof error.stack !== "string") return { message, error_type };
  const lines = error.stack.split("\n");
  // Below our first frame is nothing but how we called it.
  const ours = lines.findIndex((line) => /^\s+at /.test(line) && line.includes(ownFolder));
  const stacktrace = lines
    .slice(0, ours < 0 ? undefined : ours)
    .filter((line) => !/^\s+at .*\bnode:internal\b/.test(line))
    .map((line) => line.replaceAll(`file://${sourceFolder}/`, "").replaceAll(`${sourceFolder}/`, ""))
    .join("\n");
  return { message, stacktrace, error_type };
}
exports.describeError = describeError;

/** Bytes as base64 `binary`, a string as `text`, everything else as `json`. */
function resultText(result) {
  if (result instanceof Uint8Array) {
    return answerText(JSON.stringify(Buffer.from(result.buffer, result.byteOffset, result.byteLength).toString("base64")), "binary");
  }
  return answerText(jsonOf(result), typeof result === "string" ? "text" : "json");
}

function jsonOf(result) {
  try {
    // What JSON has no form for, such as undefined or a function, is null.
    return JSON.stringify(result) ?? "null";
  } catch (error) {
    throw new TypeError(`The result cannot be sent as JSON: ${error.message}`);
  }
}

function answerText(json, contentType) {
  const text = `{"result":${json},"metadata":{"content_type":"${contentType}"}}`;
  const sizeBytes = Buffer.byteLength(text);
  if (sizeBytes <= limitBytes) return text;
  const message = `The result is ${sizeBytes} bytes of JSON; at most ${limitBytes} can be sent. Put it into a data file and return its path.`;
  throw Object.assign(new RangeError(message), { error_type: "TooLargeError" });
}
