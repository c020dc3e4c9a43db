import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeAtomically } from "../../../provider/model/write-atomically";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "write-atomically-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a file is replaced as a whole, with the mode that was asked for", async () => {
  const path = join(folder, "models.yaml");
  writeFileSync(path, "old and longer");
  await writeAtomically(path, "new", { mode: 0o640, durable: true });
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(["models.yaml"]);
});

test("a failure leaves what was there and nothing beside it", async () => {
  const path = join(folder, "models.yaml");
  const folderInTheWay = join(folder, "folder");
  writeFileSync(path, "old");
  await expect(writeAtomically(join(folder, "absent", "x"), "new")).rejects.toMatchObject({ code: "ENOENT" });
  rmSync(path);
  mkdirSync(join(folderInTheWay, "full"), { recursive: true });
  await expect(writeAtomically(folderInTheWay, "new")).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(["folder"]);
});
