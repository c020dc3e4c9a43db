import type { Readable } from "node:stream";
import type { Dropbox, files } from "dropbox";
import type { Upload } from "../store";

/** Held one at a time; Dropbox asks for multiples of 4 MiB. */
const pieceBytes = 8 * 1024 * 1024;

/** Sends a file: at once when it fits into one piece, else in an upload session of which nothing is seen until it is finished. */
export async function upload(client: Dropbox, path: string, bytes: Readable, { condition = {} }: Upload): Promise<files.FileMetadata> {
  const commit = { path, mode: modeOf(condition), autorename: false, strict_conflict: true, mute: true };
  let session: { session_id: string; offset: number } | undefined;
  let held: Buffer = Buffer.alloc(0);
  for await (const piece of pieces(bytes)) {
    // The last piece goes with the commit.
    if (held.length > 0) session = await append(client, session, held);
    held = piece;
  }
  if (!session) return (await client.filesUpload({ ...commit, contents: held })).result;
  return (await client.filesUploadSessionFinish({ cursor: session, commit, contents: held })).result;
}

async function append(client: Dropbox, session: { session_id: string; offset: number } | undefined, contents: Buffer) {
  if (!session) {
    const { session_id } = (await client.filesUploadSessionStart({ close: false, contents })).result;
    return { session_id, offset: contents.length };
  }
  await client.filesUploadSessionAppendV2({ cursor: session, close: false, contents });
  return { ...session, offset: session.offset + contents.length };
}

function modeOf({ ifAbsent, ifMatch }: NonNullable<Upload["condition"]>): files.WriteMode {
  if (ifMatch) return { ".tag": "update", update: ifMatch };
  return { ".tag": ifAbsent ? "add" : "overwrite" } as files.WriteMode;
}

async function* pieces(bytes: Readable): AsyncGenerator<Buffer> {
  let chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    while (size >= pieceBytes) {
      const all = Buffer.concat(chunks);
      yield all.subarray(0, pieceBytes);
      chunks = [all.subarray(pieceBytes)];
      size -= pieceBytes;
    }
  }
  if (size > 0) yield Buffer.concat(chunks);
}
