import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Folders of our files in the languages of algorithms. They are shipped as source, so both `runner/*.ts` and the compiled
 * `dist/runner/*.js` look from the package's root.
 */
export const pythonFolder = join(packageRoot(__dirname), "runner", "python");
export const javascriptFolder = join(packageRoot(__dirname), "runner", "javascript");

function packageRoot(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : packageRoot(dirname(folder));
}
