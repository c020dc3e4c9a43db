import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Folder of our Python files. They are shipped as source, so both `runner/*.ts` and the compiled `dist/runner/*.js`
 * look from the package's root.
 */
export const pythonFolder = join(packageRoot(__dirname), "runner", "python");

function packageRoot(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : packageRoot(dirname(folder));
}
