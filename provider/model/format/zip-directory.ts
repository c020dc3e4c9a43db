import type { FileBytes } from "./file-bytes";

/** Where the list of a zip file's members lies. */
export interface ZipEnd {
  directoryOffset: number;
  directoryBytes: number;
}

/** One member. */
export interface ZipMember {
  name: string;
  /** 0 is stored, 8 is deflated. */
  method: number;
  compressedBytes: number;
  /** Of its local header, from the file's beginning. */
  offset: number;
}

const endBytes = 22;
const longestComment = 65_535;
const saturated = 0xffff_ffff;

/** A model has hundreds of members, one of shards some thousands. */
const longestDirectory = 16 * 1024 * 1024;

/**
 * Finds the end of the central directory, with which a zip file ends. Source: APPNOTE.TXT 4.3.14 to 4.3.16.
 * @returns "absent" when nothing like it is there; undefined when something is, that cannot be trusted.
 */
export async function findZipEnd(file: FileBytes): Promise<ZipEnd | "absent" | undefined> {
  const tailBytes = Math.min(file.sizeBytes, endBytes + longestComment);
  const tailAt = file.sizeBytes - tailBytes;
  const tail = await file.at(tailAt, tailBytes);
  const index = tail.lastIndexOf("PK\x05\x06", undefined, "latin1");
  if (index < 0) return "absent";
  if (tail.length - index < endBytes || tail.readUInt16LE(index + 20) !== tail.length - index - endBytes) return undefined;
  const end = { directoryBytes: tail.readUInt32LE(index + 12), directoryOffset: tail.readUInt32LE(index + 16) };
  const isZip64 = tail.readUInt16LE(index + 10) === 0xffff || end.directoryBytes === saturated || end.directoryOffset === saturated;
  return isZip64 ? readZip64End(file, tailAt + index) : end;
}

async function readZip64End(file: FileBytes, endAt: number): Promise<ZipEnd | undefined> {
  if (endAt < 20) return undefined;
  const locator = await file.at(endAt - 20, 20);
  if (locator.toString("latin1", 0, 4) !== "PK\x06\x07") return undefined;
  const record = await file.at(Number(locator.readBigUInt64LE(8)), 56);
  if (record.length < 56 || record.toString("latin1", 0, 4) !== "PK\x06\x06") return undefined;
  return { directoryBytes: Number(record.readBigUInt64LE(40)), directoryOffset: Number(record.readBigUInt64LE(48)) };
}

/** Reads the list of members. @returns those before the first entry that makes no sense; none of a directory that is too long. */
export async function readZipMembers(file: FileBytes, { directoryOffset, directoryBytes }: ZipEnd): Promise<ZipMember[]> {
  if (directoryBytes > longestDirectory) return [];
  const directory = await file.at(directoryOffset, directoryBytes);
  const members: ZipMember[] = [];
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50; ) {
    const nameBytes = directory.readUInt16LE(at + 28);
    const extraBytes = directory.readUInt16LE(at + 30);
    const extra = directory.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes);
    const short = { compressedBytes: directory.readUInt32LE(at + 20), offset: directory.readUInt32LE(at + 42) };
    const name = directory.toString("utf8", at + 46, at + 46 + nameBytes);
    members.push({ name, method: directory.readUInt16LE(at + 10), ...longer(short, directory.readUInt32LE(at + 24), extra) });
    at += 46 + nameBytes + extraBytes + directory.readUInt16LE(at + 32);
  }
  return members;
}

/** The zip64 extra field holds, in this order, those of the numbers that did not fit: size, compressed size, offset. */
function longer(short: { compressedBytes: number; offset: number }, plainBytes: number, extra: Buffer) {
  const field = zip64Field(extra);
  let at = 0;
  const next = (value: number) => {
    if (value !== saturated || field === undefined || at + 8 > field.length) return value;
    at += 8;
    return Number(field.readBigUInt64LE(at - 8));
  };
  next(plainBytes);
  return { compressedBytes: next(short.compressedBytes), offset: next(short.offset) };
}

function zip64Field(extra: Buffer): Buffer | undefined {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === 1) return extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  }
  return undefined;
}

/** Where a member's bytes begin: its local header has a name and extra field of its own lengths. */
export async function contentOffset(file: FileBytes, { offset }: ZipMember): Promise<number | undefined> {
  const header = await file.at(offset, 30);
  if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) return undefined;
  return offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}
