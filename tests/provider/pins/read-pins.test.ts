import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { modelPath, readPins, readPinText } from "../../../provider/pins/read-pins";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "read-pins-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a pin file is read at once", () => {
  const path = join(folder, "models.yaml");
  writeFileSync(path, `algorithms: { a/b: { model: m.pkl, sha256: ${"ab".repeat(32)} } }`);
  expect(readPins(path)).toEqual({ path, algorithms: { "a/b": { model: "m.pkl", sha256: "ab".repeat(32) } } });
});

test("a pin file that does not exist is named, with the command that makes one", () => {
  const path = join(folder, "absent.yaml");
  expect(() => readPins(path)).toThrow(
    expect.objectContaining({ code: "PINS_NOT_FOUND", message: expect.stringMatching(/absent\.yaml.*pin <owner\/name>/) }),
  );
  expect(readPinText(path)).toBeUndefined();
});

test("a folder is no pin file", () => {
  expect(() => readPins(folder)).toThrow(
    expect.objectContaining({ code: "PINS_NOT_READABLE", message: expect.stringContaining("EISDIR: illegal operation on a directory.") }),
  );
});

test("a file that is not text is malformed", () => {
  const path = join(folder, "models.yaml");
  writeFileSync(path, Buffer.from([0x80, 0x04, 0x95]));
  expect(() => readPins(path)).toThrow(`${path}:1:1: the file is not UTF-8 text.`);
});

test("a model's path is seen from the pin file's folder", () => {
  expect(modelPath({ path: "infra/models.yaml" }, "models/a.pkl")).toBe("infra/models/a.pkl");
  expect(modelPath({ path: "models.yaml" }, "../a.pkl")).toBe("../a.pkl");
  expect(modelPath({ path: "infra/models.yaml" }, "/srv/a.pkl")).toBe("/srv/a.pkl");
});
