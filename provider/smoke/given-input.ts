import { open, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { errors } from "../errors";
import { show, showText } from "./show";
import type { CallInput, GivenInput } from "./types";

export const inputNames = ["input", "inputText", "inputBase64", "inputFile"] as const;

/**
 * Turns an input into what is sent.
 * @param folder What `inputFile` is relative to.
 * @throws SMOKE_INPUT_UNREADABLE
 * @example await readGivenInput({ inputFile: "tests/eight.png" }, process.cwd()); // { bytes: <Buffer 89 50 …> }
 */
export async function readGivenInput(given: GivenInput, folder: string): Promise<CallInput> {
  if (given.inputText !== undefined) return { text: given.inputText };
  if (given.inputBase64 !== undefined) return { bytes: Buffer.from(given.inputBase64, "base64") };
  if (given.inputFile === undefined) return { json: given.input };
  const path = given.inputFile;
  return { bytes: await readFile(resolve(folder, path)).catch((error: unknown) => Promise.reject(unreadable(path, error))) };
}

/**
 * Looks at every input file before the first call: a path that is mistyped is told at once, not after half the tests.
 * @throws SMOKE_INPUT_UNREADABLE
 */
export async function requireReadable(inputs: readonly GivenInput[], folder: string): Promise<void> {
  for (const { inputFile } of inputs) {
    if (inputFile === undefined) continue;
    const file = await open(resolve(folder, inputFile)).catch((error: unknown) => Promise.reject(unreadable(inputFile, error)));
    const isFile = (await file.stat().finally(() => file.close())).isFile();
    if (!isFile) throw errors.SMOKE_INPUT_UNREADABLE(inputFile, "it is not a file");
  }
}

function unreadable(path: string, error: unknown) {
  const { code } = error as { code?: string };
  return errors.SMOKE_INPUT_UNREADABLE(path, code === "ENOENT" ? "there is no such file" : (code ?? String(error)));
}

/** An item of `compare.inputs`: a bare value is JSON, an object with exactly one of the other names is what that name says. */
export function givenInputOf(item: unknown): GivenInput {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return { input: item };
  const [name, second] = Object.keys(item);
  const isNamed = second === undefined && inputNames.some((known) => known === name && known !== "input");
  return isNamed ? (item as GivenInput) : { input: item };
}

/** An input in one short line, as messages show it. */
export function showGivenInput(given: GivenInput, length?: number): string {
  if (given.inputText !== undefined) return `text ${show(given.inputText, length)}`;
  if (given.inputBase64 !== undefined) return `bytes ${showText(given.inputBase64, length)}`;
  if (given.inputFile !== undefined) return `file ${showText(given.inputFile, length)}`;
  return show(given.input, length);
}
