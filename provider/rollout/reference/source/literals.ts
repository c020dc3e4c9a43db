import { ascendingPositions } from "../position";
import { parseStorageUri, type StorageUri } from "../storage-uri";
import type { SourceFile } from "../types";
import { readEscapes } from "./escapes";
import { languageOf } from "./languages";
import { type Literal, scanLiterals } from "./scan";

/** A string literal that is a storage URI, all of it. */
export interface StorageLiteral {
  path: string;
  /** Of the URI's first character, counted from 1. */
  line: number;
  column: number;
  /** What the literal stands for. */
  uri: string;
  place: StorageUri;
  literal: Literal;
  /** Why it cannot be rewritten, when it cannot. */
  obstacle?: string;
}

/** A source file as it is scanned: one character a byte. */
export interface ScannedFile {
  path: string;
  text: string;
  literals: StorageLiteral[];
  /** Literals that only mention a storage URI in a longer text: never the reference, but a hint for the reader. */
  mentions: Mention[];
}

export interface Mention {
  line: number;
  uri: string;
}

/** Finds the storage URIs among a file's string literals. A file without code or without text has none. */
export function scanFile({ path, content }: SourceFile): ScannedFile {
  const language = languageOf(path);
  const text = content.toString("latin1");
  const scanned: ScannedFile = { path, text, literals: [], mentions: [] };
  // Most files name nothing in storage, and a search is much faster than a scan.
  if (language === undefined || !text.includes("://") || isBinary(text)) return scanned;
  const positionAt = ascendingPositions(text);
  for (const literal of scanLiterals(text, language)) {
    const position = positionAt(literal.start);
    const uri = textOf(text, literal);
    const place = parseStorageUri(uri);
    if (place && !/[\r\n]/.test(uri)) {
      scanned.literals.push({ path, ...position, uri, place, literal, obstacle: obstacleOf(literal, place) });
      continue;
    }
    const mentioned = /\b(?:data|s3|azureblob|gs|dropbox)(?:\+\w+)?:\/\/[^\s"'`<>()]+[^\s"'`<>().,;]/.exec(uri)?.[0];
    if (mentioned) scanned.mentions.push({ line: position.line, uri: mentioned });
  }
  return scanned;
}

/** git's own rule: a zero byte near the beginning. */
export const isBinary = (text: string): boolean => text.slice(0, 8000).includes("\0");

/** What a literal of the file stands for. Code in it is shown as it is written. */
export function textOf(text: string, { start, end, form, interpolated }: Literal): string {
  const written = Buffer.from(text.slice(start, end), "latin1").toString("utf8");
  if (interpolated) return written;
  let plain = readEscapes(written, form.escaping);
  if (form.doubledQuote) plain = plain.replaceAll('""', '"');
  if (form.hole?.doubled) plain = form.hole.opens === "{" ? plain.replace(/([{}])\1/g, "$1") : plain.replaceAll("$$", "$");
  return plain;
}

function obstacleOf({ interpolated, joined }: Literal, { file }: StorageUri): string | undefined {
  if (interpolated) return "it holds code, so it cannot be rewritten";
  if (joined) return "it is joined with other text, so it cannot be rewritten";
  if (file === "") return "it names a folder";
  return undefined;
}
