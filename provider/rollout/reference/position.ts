export interface Position {
  line: number;
  column: number;
}

/** Where an offset of a text lies, counted from 1 in lines and characters. The text is UTF-8 with one character a byte (latin1). */
export function positionAt(text: string, offset: number): Position {
  return ascendingPositions(text)(offset);
}

/** The same for many offsets in ascending order, in one pass over the text: a minified file is one line of megabytes. */
export function ascendingPositions(text: string): (offset: number) => Position {
  let line = 1;
  let column = text.startsWith("\u00EF\u00BB\u00BF") ? 0 : 1;
  let at = 0;
  return (offset) => {
    for (; at < offset; at++) {
      const byte = text.charCodeAt(at);
      if (byte === 0x0a) {
        line++;
        column = 1;
      } else if ((byte & 0xc0) !== 0x80) column++; // All but the later bytes of a character.
    }
    return { line, column };
  };
}
