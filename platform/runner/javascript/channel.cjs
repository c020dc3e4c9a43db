"use strict";
const { randomBytes } = require("node:crypto");
const { writeSync } = require("node:fs");
const { Socket } = require("node:net");

const ANSWERS = 3;
const REQUESTS = 4;
const OUTPUT = 5;

/**
 * Opens the instance's line to the platform, which is kept apart from the algorithm's own stdin, stdout and stderr.
 * The descriptors are `start_program.py`'s; processes that the algorithm starts do not inherit them, for Node closes what it got.
 */
exports.openChannel = () => {
  // Only the platform learns it, so nothing that an algorithm prints can be taken for it.
  const endOfOutput = randomBytes(16).toString("hex");
  // Taken now: the algorithm may put others in their place.
  const streams = [process.stdout, process.stderr];
  const say = async (text) => {
    await Promise.all(streams.map(flushed));
    markOutput(endOfOutput);
    writeAll(ANSWERS, `${text}\n`);
  };
  return {
    /** Says that the algorithm is loaded. */
    ready: () => say(JSON.stringify({ ready: true, endOfOutput })),
    /** Says that it could not be loaded. */
    failed: (error) => say(JSON.stringify({ failed: error, endOfOutput })),
    /** Sends one answer, a JSON text without line breaks. */
    answer: say,
    /** Calls `take` with the input of each call, which is acknowledged first: one that was not may be given to another instance. */
    onRequest(take) {
      const requests = new Socket({ fd: REQUESTS, readable: true, writable: false });
      requests.once("close", () => process.exit(0));
      requests.on("error", () => {});
      readLines(requests, (line) => {
        writeAll(ANSWERS, '{"taken":true}\n');
        take(dataOf(JSON.parse(line)));
      });
    },
  };
};

function dataOf({ content_type, data }) {
  return content_type === "binary" ? Buffer.from(data, "base64") : data;
}

/** Not by `readline`: it also ends lines at characters that JSON texts may hold. */
function readLines(stream, take) {
  let parts = [];
  stream.on("data", (chunk) => {
    let rest = chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = Buffer.concat([...parts, rest.subarray(0, end)]).toString("utf8");
      parts = [];
      rest = rest.subarray(end + 1);
      take(line);
    }
    parts.push(rest);
  });
}

function flushed(stream) {
  if (stream.writableLength === 0 || stream.writableEnded || stream.destroyed) return undefined;
  return new Promise((resolve) => Object.getPrototypeOf(stream).write.call(stream, "", resolve));
}

function markOutput(mark) {
  try {
    writeAll(OUTPUT, mark);
  } catch (error) {
    // The algorithm ended its stdout, which shuts the connection down: it prints nothing more, and answers all the same.
    if (error.code !== "EPIPE") throw error;
  }
}

function writeAll(descriptor, text) {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
      // Node made the stream non-blocking and the platform has not read it yet.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
