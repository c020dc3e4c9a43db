/** The script of a hashing thread: takes one path a message, answers with its hash. Reached as `pulumi-algorithmia/hash-worker`. */
import { parentPort } from "node:worker_threads";
import type { FileHash } from "./hash-file";
import { hashModel } from "./hash-model";

/** One answer. An error travels as its code and text, as a clone of it would lose the code. */
export type HashAnswer = { ok: true; hash: FileHash } | { ok: false; code?: string; message: string };

parentPort?.on("message", async (path: string) => parentPort?.postMessage(await answer(path)));

async function answer(path: string): Promise<HashAnswer> {
  try {
    return { ok: true, hash: await hashModel(path) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { ok: false, code, message };
  }
}
