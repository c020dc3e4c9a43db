import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listFolder } from "../../../../provider/model/folder/list-folder";
import { temporaryFolder, write } from "./temporary-folder";

const folders = temporaryFolder();
const namesIn = (folder: string) => listFolder(folder).files.map(({ name }) => name);
const refused = (folder: string) => {
  try {
    listFolder(folder);
  } catch (error) {
    return error as Error & { code: string };
  }
  throw new Error("it was listed");
};

test("files are sorted by the bytes of their names, with those of folders below among them", () => {
  const folder = folders.make({ b: "", "a/z": "", "a-b": "", Z: "", ü: "", 𝒳: "", "\uffee": "" } as Record<string, string>, "sorted");
  expect(namesIn(folder)).toEqual(["Z", "a-b", "a/z", "b", "ü", "\uffee", "𝒳"]);
});

test("lessons 1.5: spaces, quotes, line ends, backslashes and other odd characters in names are kept", () => {
  const odd = [
    "a b.txt",
    'it\'s "quoted".txt',
    "line\nend",
    "carriage\r\nreturn",
    "back\\slash",
    "$HOME;`x`",
    "-rf",
    "naïve – 模型.bin",
    "tab\t",
  ];
  const folder = folders.make(Object.fromEntries(odd.map((name) => [name, "x"])));
  expect(new Set(namesIn(folder))).toEqual(new Set(odd));
});

test("names are in Unicode form NFC whatever the disk has", () => {
  const folder = folders.make({ "u\u0308/o\u0308.bin": "x" });
  expect(namesIn(folder)).toEqual(["ü/ö.bin"]);
});

test("two names that are one text are refused", () => {
  const folder = folders.make({ "u\u0308.bin": "x", "\u00fc.bin": "y" });
  expect(refused(folder)).toMatchObject({ code: "MODEL_FOLDER_UNUSABLE", message: expect.stringContaining("ü.bin is there twice") });
});

test("what belongs to the machine is left out, and so are empty folders", () => {
  const left = [
    ".git/config",
    "sub/.git",
    ".DS_Store",
    "sub/Thumbs.db",
    "desktop.ini",
    "sub/__pycache__/a.pyc",
    ".cache/huggingface/x.lock",
  ];
  const folder = folders.make({
    "model.bin": "x",
    ".gitattributes": "x",
    ".cache/other": "x",
    ...Object.fromEntries(left.map((name) => [name, "x"])),
  });
  mkdirSync(join(folder, "empty", "below"), { recursive: true });
  expect(namesIn(folder)).toEqual([".cache/other", ".gitattributes", "model.bin"]);
});

test("a folder without a file is refused", () => {
  expect(refused(folders.make({ ".DS_Store": "x", "empty/__pycache__/x": "x" }))).toMatchObject({ code: "MODEL_FOLDER_EMPTY" });
});

test("lessons 1.5: links to files and folders, inside and outside, count as what they lead to", () => {
  const blobs = folders.make({ abc: "weights", "more/x": "y" });
  const folder = folders.make({ "real.bin": "z" });
  symlinkSync(join(blobs, "abc"), join(folder, "model.bin"));
  symlinkSync(join(blobs, "more"), join(folder, "more"));
  symlinkSync("real.bin", join(folder, "again.bin"));
  const plain = folders.make({ "real.bin": "z", "again.bin": "z", "model.bin": "weights", "more/x": "y" });
  expect(namesIn(folder)).toEqual(namesIn(plain));
  expect(listFolder(folder).sizeBytes).toBe(listFolder(plain).sizeBytes);
});

test.each([
  ["to nothing", "link to nothing", (folder: string) => symlinkSync("absent", join(folder, "a", "odd"))],
  ["to itself", "leads in a circle", (folder: string) => symlinkSync("odd", join(folder, "a", "odd"))],
  ["to its own folder", "leads in a circle", (folder: string) => symlinkSync("..", join(folder, "a", "odd"))],
  ["to a pipe", "neither a file nor a folder", (folder: string) => execFileSync("mkfifo", [join(folder, "a", "odd")])],
])("lessons 1.5: a link %s is refused by its name", (_, reason, make) => {
  const folder = folders.make({ "a/x": "x" });
  make(folder);
  const error = refused(folder);
  expect(error.code).toBe("MODEL_FOLDER_UNUSABLE");
  expect(error.message).toContain(`${folder} cannot be archived: a/odd`);
  expect(error.message).toContain(reason);
});

test("two links to one folder are no circle", () => {
  const folder = folders.make({ "shared/x": "x" });
  symlinkSync("shared", join(folder, "one"));
  symlinkSync("shared", join(folder, "two"));
  expect(namesIn(folder)).toEqual(["one/x", "shared/x", "two/x"]);
});

test("a name that is not UTF-8 is refused", () => {
  const folder = folders.make({ x: "x" });
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x61, 0xff])]), "y");
  expect(refused(folder).message).toContain("has a name that is not UTF-8");
});

test.each([
  ["added", (folder: string) => void write(join(folder, "b/new"), "n")],
  ["removed", (folder: string) => rmSync(join(folder, "b/two"))],
  ["renamed", (folder: string) => renameSync(join(folder, "b/two"), join(folder, "b/three"))],
  ["written", (folder: string) => writeFileSync(join(folder, "b/two"), "other")],
  ["touched", (folder: string) => utimesSync(join(folder, "b/two"), 1, 1)],
  [
    "replaced by a link",
    (folder: string) => {
      rmSync(join(folder, "b/two"));
      symlinkSync("../one", join(folder, "b/two"));
    },
  ],
])("a file that is %s changes the stamp", (_, change) => {
  const folder = folders.make({ one: "1", "b/two": "2" });
  const before = listFolder(folder).stamp;
  expect(listFolder(folder).stamp).toBe(before);
  change(folder);
  expect(listFolder(folder).stamp).not.toBe(before);
});
