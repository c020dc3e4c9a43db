import { join } from "node:path";
import type { BuiltFiles } from "./built-version";
import { javascriptFolder, pythonFolder } from "./language-folders";

/**
 * The arguments of a version's Python that start an instance: a guardian, which ends with all that the algorithm started, and below it
 * the algorithm in its own language. JavaScript runs on the Node of this process. The source is the working directory: everybody on the
 * machine can read the arguments of a process, and the names on the way to the source are nobody else's business.
 *
 * @param privateFolder folder of the instance, which the guardian removes at the end
 */
export function instanceArguments({ language, module }: BuiltFiles, privateFolder: string): string[] {
  if (language === "python3") return [join(pythonFolder, "start_instance.py"), module, privateFolder];
  const node = [process.execPath, join(javascriptFolder, "start_instance.cjs"), module];
  return ["-S", join(pythonFolder, "start_program.py"), privateFolder, ...node];
}
