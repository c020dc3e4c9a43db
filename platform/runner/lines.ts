import type { Readable } from "node:stream";

/** Calls `take` with each line of a stream, without its end. Stops and calls `tooLong` when one exceeds `limitBytes`. */
export function readLines(stream: Readable, take: (line: string) => void, limitBytes: number, tooLong: () => void): void {
  let parts: Buffer[] = [];
  let sizeBytes = 0;
  stream.on("error", () => {});
  stream.on("data", (chunk: Buffer) => {
    let rest = chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = Buffer.concat([...parts, rest.subarray(0, end)]).toString("utf8");
      parts = [];
      sizeBytes = 0;
      rest = rest.subarray(end + 1);
      take(line);
    }
    parts.push(rest);
    sizeBytes += rest.length;
    if (sizeBytes > limitBytes) {
      stream.destroy();
      tooLong();
    }
  });
}
