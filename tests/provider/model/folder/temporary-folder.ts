import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder that goes with the test file; `write` makes the folders on the way to a file. */
export function temporaryFolder() {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "model folder ")));
  let count = 0;
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return {
    root,
    /** Makes a folder of these files, by name and content. */
    make(files: Record<string, string | Buffer>, name = `model-${++count}`): string {
      const folder = join(root, name);
      mkdirSync(folder, { recursive: true });
      for (const [file, content] of Object.entries(files)) write(join(folder, file), content);
      return folder;
    },
  };
}

/** Writes a file, with the folders on the way to it. */
export function write(path: string, content: string | Buffer): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}
