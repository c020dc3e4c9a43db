import { join } from "node:path";
import { checkFormat } from "../../../../provider/model/format";
import { temporaryFolder, write } from "../folder/temporary-folder";

/** Checks bytes as a file of some name; an error is given back as its text. */
export function formatChecker() {
  const folders = temporaryFolder();
  let count = 0;
  return async (bytes: Buffer | string, name = `model-${++count}.bin`): Promise<string[] | string> => {
    const path = write(join(folders.root, name), bytes);
    try {
      return await checkFormat(path);
    } catch (error) {
      const { code, message } = error as Error & { code?: string };
      if (code !== "MODEL_TRUNCATED") throw error;
      return message.slice(message.indexOf("is cut off"));
    }
  };
}
