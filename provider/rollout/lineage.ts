import { fileNameOf } from "../model/store-uri";

/** Which bytes a commit serves under one name, as said in its message. */
export interface FileLineage {
  /** Empty for `model`, else its key in `models`. */
  name: string;
  /** 64 hex digits. */
  sha256: string;
  uri: string;
  sizeBytes: number;
  /** What storage answers with, so that a later look can tell whether the file is still those bytes. */
  md5?: string;
}

/** What the message of one of our commits tells. */
export interface Lineage {
  files: FileLineage[];
}

/** The message of a commit that makes the source name its models, with git trailers that tools read back. */
export function commitMessage({ files }: Lineage, furtherTrailers: readonly string[] = []): string {
  const names = files.map(({ uri }) => fileNameOf(uri));
  const subject = names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
  return [`Serve ${subject}`, "", ...files.flatMap(trailersOf), ...furtherTrailers, ""].join("\n");
}

function trailersOf({ name, sha256, uri, sizeBytes, md5 }: FileLineage): string[] {
  if (name !== "") return [`Model-File: ${name} ${sha256} ${sizeBytes} ${md5 ?? "-"} ${uri}`];
  return [`Model-Sha256: ${sha256}`, `Model-Uri: ${uri}`, `Model-Bytes: ${sizeBytes}`, ...(md5 === undefined ? [] : [`Model-Md5: ${md5}`])];
}

/** Reads the trailers of a commit message; undefined when it names no model in full. */
export function lineageOf(message: string): Lineage | undefined {
  const files = [modelIn(message), ...namedFilesIn(message)].filter((file) => file !== undefined);
  return files.length > 0 ? { files } : undefined;
}

function modelIn(message: string): FileLineage | undefined {
  const trailer = (name: string) => new RegExp(`^${name}: (.+)$`, "m").exec(message)?.[1]?.trim();
  const sha256 = trailer("Model-Sha256");
  const uri = trailer("Model-Uri");
  const sizeBytes = Number(trailer("Model-Bytes"));
  if (!sha256 || !/^[0-9a-f]{64}$/.test(sha256) || !uri || !Number.isSafeInteger(sizeBytes)) return undefined;
  return { name: "", sha256, uri, sizeBytes, md5: trailer("Model-Md5") };
}

function namedFilesIn(message: string): FileLineage[] {
  const trailers = message.matchAll(/^Model-File: (\S+) ([0-9a-f]{64}) (\d+) ([0-9a-f]{32}|-) (\S.*)$/gm);
  return [...trailers].map(([, name = "", sha256 = "", size, md5, uri = ""]) => ({
    name,
    sha256,
    uri: uri.trim(),
    sizeBytes: Number(size),
    md5: md5 === "-" ? undefined : md5,
  }));
}
