import { errors } from "../../errors";
import { type FileBytes, withFileBytes } from "./file-bytes";
import { lookAtHdf5 } from "./hdf5";
import { lookAtOnnx } from "./onnx";
import { lookAtPickle } from "./pickle";
import { lookAtSafetensors } from "./safetensors";
import { lookAtZip } from "./zip";

/**
 * What a look at a file told. `missing` ends the rollout: it follows "… is cut off: ". `warning` follows the file's path.
 * Neither where there is nothing to say.
 */
export interface Look {
  missing?: string;
  warning?: string;
}

/** Knows one format by its bytes. @returns undefined for a file that is not surely of this format. */
export type LookAt = (file: FileBytes, head: Buffer) => Promise<Look | undefined>;

const formats: readonly LookAt[] = [lookAtZip, lookAtSafetensors, lookAtHdf5, lookAtPickle, lookAtOnnx];

/** Enough for every magic number. */
const headBytes = 4096;

/**
 * Looks at a model file's format, known by its bytes and never by its name: is the file whole, and does loading it run code?
 * Reads little of a big file and executes nothing. A file of an unknown format is left alone, and so is one that is only
 * probably of a known format.
 *
 * @returns texts that go after the file's path, e.g. "is a pickle: loading it runs code. It imports numpy.ndarray."
 * @throws MODEL_TRUNCATED, the file system's own error
 * @example await checkFormat("models/sentiment.pkl")
 */
export function checkFormat(path: string): Promise<string[]> {
  return withFileBytes(path, async (file) => {
    const head = await file.at(0, headBytes);
    for (const lookAt of formats) {
      const look = await lookAt(file, head);
      if (look?.missing !== undefined) throw errors.MODEL_TRUNCATED(path, look.missing);
      if (look !== undefined) return look.warning === undefined ? [] : [look.warning];
    }
    return [];
  });
}
