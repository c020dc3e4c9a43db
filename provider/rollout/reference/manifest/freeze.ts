import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { errors } from "../../../errors";
import { pythonDump } from "../python/dump";
import { pythonFloat } from "../python/float";
import { recentCharacterIn } from "../python/recent-characters";
import { pythonRepr } from "../python/repr";
import { type PythonValue, pythonValue, str } from "../python/value";
import { fileLists } from "./adk";
import { readJson } from "./json-text";

/** The md5 of each model that is rolled out, by its name in the manifest. */
export type FrozenModels = ReadonlyMap<string, string>;

/**
 * The `.freeze` of a manifest, as `algo freeze` lays it out: an md5 for every file, the time, and a checksum over all of it.
 *
 * @param paths the manifest's and the freeze's, for messages
 * @param manifest the manifest as it shall be
 * @param previous the freeze that stands there now: the md5s of files that are not rolled out come from it
 * @throws FREEZE_INCOMPLETE, MANIFEST_INVALID
 */
export function freeze(paths: FreezePaths, manifest: Buffer, models: FrozenModels, previous: Buffer | undefined, now: Date): Buffer {
  const frozen = readDict(paths.manifest, manifest);
  const known = previous ? knownChecksums(previous) : { checksums: new Map<string, string>() };
  frozen.delete("lock_checksum");
  frozen.set("timestamp", str(pythonFloat(now.getTime() / 1000)));
  for (const entry of fileEntries(frozen)) entry.set("md5_checksum", str(checksumOf(entry, models, known, paths)));
  const text = pythonRepr({ kind: "dict", entries: frozen });
  const recent = recentCharacterIn(text);
  if (recent !== undefined) throw errors.MANIFEST_INVALID(paths.manifest, recentReason(recent));
  frozen.set("lock_checksum", str(md5(text)));
  return Buffer.from(pythonDump({ kind: "dict", entries: frozen }));
}

/** Is this freeze one of exactly this manifest, with the models' md5, and does its lock hold? When it was made does not matter. */
export function isFreezeOf(frozen: Buffer, manifest: Buffer, models: FrozenModels): boolean {
  const frozenDict = lockedDict(frozen);
  const read = readJson(manifest);
  if (frozenDict === undefined || !("json" in read)) return false;
  const entries = fileEntries(frozenDict);
  const checksums = new Map(entries.map((entry) => [textOf(entry, "name"), textOf(entry, "md5_checksum")]));
  const isFrozen = [...models].every(([name, md5]) => checksums.get(name) === md5);
  return isFrozen && withoutFreezeKeys(frozenDict) === withoutFreezeKeys(dictOf(pythonValue(read.json)));
}

/** The URI that a freeze gives a name: what the ADK loads, whatever the manifest beside it says. */
export function frozenUri(frozen: Buffer, name: string): string | undefined {
  const read = readJson(frozen);
  if (!("json" in read)) return undefined;
  const entry = fileEntries(dictOf(pythonValue(read.json))).find((file) => textOf(file, "name") === name);
  return textOf(entry, "source_uri");
}

export interface FreezePaths {
  manifest: string;
  freeze: string;
}

type Dict = Map<string, PythonValue>;
interface Known {
  checksums: Map<string, string>;
  why?: string;
}

function checksumOf(entry: Dict, models: FrozenModels, known: Known, paths: FreezePaths): string {
  const name = textOf(entry, "name") ?? "";
  const uri = textOf(entry, "source_uri") ?? "";
  const checksum = models.get(name) ?? known.checksums.get(uri) ?? textOf(entry, "md5_checksum");
  if (checksum === undefined) throw errors.FREEZE_INCOMPLETE(paths.freeze, name, uri, known.why ?? "");
  return checksum;
}

/** The md5 of each URI in a freeze. One whose lock does not hold is not believed: it was changed by hand. */
function knownChecksums(previous: Buffer): Known {
  const dict = lockedDict(previous);
  if (dict === undefined)
    return { checksums: new Map(), why: "the freeze that stands there was changed by hand, its lock_checksum does not hold" };
  const pairs = fileEntries(dict).map((entry) => [textOf(entry, "source_uri"), textOf(entry, "md5_checksum")] as const);
  return { checksums: new Map(pairs.filter((pair): pair is [string, string] => pair[0] !== undefined && pair[1] !== undefined)) };
}

/** A freeze without its lock, if the lock holds. */
function lockedDict(frozen: Buffer): Dict | undefined {
  const read = readJson(frozen);
  if (!("json" in read)) return undefined;
  const dict = dictOf(pythonValue(read.json));
  const lock = textOf(dict, "lock_checksum");
  dict.delete("lock_checksum");
  return lock === md5(pythonRepr({ kind: "dict", entries: dict })) ? dict : undefined;
}

/** What manifest and freeze have in common, as one text. */
function withoutFreezeKeys(dict: Dict): string {
  const shared = new Map(dict);
  shared.delete("lock_checksum");
  shared.delete("timestamp");
  for (const list of fileLists) {
    const files = shared.get(list);
    if (files?.kind === "list") shared.set(list, { kind: "list", items: files.items.map(withoutChecksum) });
  }
  return pythonDump({ kind: "dict", entries: shared });
}

function withoutChecksum(file: PythonValue): PythonValue {
  if (file.kind !== "dict") return file;
  return { kind: "dict", entries: new Map([...file.entries].filter(([key]) => key !== "md5_checksum")) };
}

function readDict(path: string, manifest: Buffer): Dict {
  if (!isUtf8(manifest)) throw errors.MANIFEST_INVALID(path, "it is not UTF-8 text");
  const read = readJson(manifest);
  if (!("json" in read)) throw errors.MANIFEST_INVALID(path, read.fault);
  return dictOf(pythonValue(read.json));
}

const dictOf = (value: PythonValue): Dict => (value.kind === "dict" ? value.entries : new Map());

function fileEntries(dict: Dict): Dict[] {
  return fileLists.flatMap((list) => {
    const files = dict.get(list);
    return files?.kind === "list" ? files.items.flatMap((item) => (item.kind === "dict" ? [item.entries] : [])) : [];
  });
}

function textOf(dict: Dict | undefined, key: string): string | undefined {
  const value = dict?.get(key);
  return value?.kind === "str" ? value.value : undefined;
}

const md5 = (text: string): string => createHash("md5").update(text, "utf8").digest("hex");

function recentReason(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `it holds the character U+${code}, which Python releases print differently, so that no lock checksum of the freeze fits all of them`;
}
