/** Bytes to put in place of others. Offsets count bytes. */
export interface Edit {
  start: number;
  end: number;
  bytes: Buffer;
}

/** Applies edits that do not overlap; every other byte stays. Returns the content itself when nothing changes. */
export function applyEdits(content: Buffer, edits: readonly Edit[]): Buffer {
  const effective = edits.filter(({ start, end, bytes }) => !content.subarray(start, end).equals(bytes)).sort((a, b) => a.start - b.start);
  if (effective.length === 0) return content;
  const parts: Buffer[] = [];
  let at = 0;
  for (const { start, end, bytes } of effective) {
    parts.push(content.subarray(at, start), bytes);
    at = end;
  }
  return Buffer.concat([...parts, content.subarray(at)]);
}
