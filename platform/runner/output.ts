import type { Readable } from "node:stream";

const keptBytes = 1024 * 1024;

/** What an instance prints, divided at the marks that it writes after each call. */
export interface Output {
  /** Told once by the instance; the text before each occurrence is one section. */
  setMark(mark: string): void;
  /** The next section, as soon as its mark has come; after the stream's end, what is left. */
  section(): Promise<string>;
  /** What came since the last mark. */
  rest(): string;
}

/** Divides a stream's text; of each section the first MiB is kept, so a chatty algorithm fills no memory. */
export function divideOutput(stream: Readable): Output {
  let mark: Buffer | undefined;
  // Bytes not yet searched; their end may be the beginning of a mark.
  let unsearched: Buffer = Buffer.alloc(0);
  let current = newSection();
  const finished: string[] = [];
  let ended = false;
  let waiting: ((text: string) => void) | undefined;

  const search = () => {
    if (mark) {
      for (let at = unsearched.indexOf(mark); at >= 0; at = unsearched.indexOf(mark)) {
        current.add(unsearched.subarray(0, at));
        unsearched = unsearched.subarray(at + mark.length);
        finished.push(current.text());
        current = newSection();
      }
      const searched = Math.max(0, unsearched.length - mark.length + 1);
      current.add(unsearched.subarray(0, searched));
      unsearched = Buffer.from(unsearched.subarray(searched));
    }
    if (waiting && (finished.length > 0 || ended)) {
      const tell = waiting;
      waiting = undefined;
      tell(finished.shift() ?? rest());
    }
  };
  const rest = () => {
    current.add(unsearched);
    unsearched = Buffer.alloc(0);
    return current.text();
  };

  stream.on("data", (chunk: Buffer) => {
    // Before the mark is known, nothing is dropped but what exceeds the limit: an instance says it when it has loaded.
    unsearched = Buffer.concat([mark ? unsearched : unsearched.subarray(-keptBytes), chunk]);
    search();
  });
  stream.on("error", () => {});
  stream.once("close", () => {
    ended = true;
    search();
  });
  return {
    setMark(text) {
      mark = Buffer.from(text);
      search();
    },
    section: () =>
      new Promise((resolve) => {
        waiting = resolve;
        search();
      }),
    rest,
  };
}

function newSection() {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  let droppedBytes = 0;
  return {
    add(chunk: Buffer) {
      const kept = chunk.subarray(0, Math.max(0, keptBytes - sizeBytes));
      if (kept.length > 0) chunks.push(Buffer.from(kept));
      sizeBytes += kept.length;
      droppedBytes += chunk.length - kept.length;
    },
    text: () => Buffer.concat(chunks).toString("utf8") + (droppedBytes > 0 ? `\n[${droppedBytes} more bytes were printed]\n` : ""),
  };
}
