import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, chmodSync, readdirSync, readFileSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { archiveBytes, archiveFolder } from "../../../../provider/model/folder/archive-folder";
import { listFolder } from "../../../../provider/model/folder/list-folder";
import { sha256Of } from "../../../support/sha256";
import { python3 } from "../../rollout/reference/python3";
import { temporaryFolder } from "./temporary-folder";

const folders = temporaryFolder();
const openFiles = () => readdirSync("/proc/self/fd").length;

const golden = {
  "config.json": '{\n  "layers": 2\n}\n',
  "crlf.txt": "one\r\ntwo\r\n",
  "empty.txt": "",
  "with space/vocab ü.txt": "ä\nö\n",
  [`long/${"n".repeat(120)}.bin`]: "after a header of its own",
  [`${"folder/".repeat(20)}deep.bin`]: Buffer.alloc(513, 7),
  "模型/weights.bin": Buffer.alloc(1024, 1),
};

/** The identity of every folder model that was ever rolled out hangs on this: it must never change. */
test("lessons 1.5: the archive of a known folder has the known sha256", async () => {
  const archive = await buffer(archiveFolder(listFolder(folders.make(golden))));
  expect(archive.length).toBe(11_776);
  expect(sha256Of(archive)).toBe("a1bc421a0289203f9c4bd91c44f5c9dbc35e6329d871d1e3fbc7f208818470a4");
});

test("Python's tarfile finds the same files in it, and nothing of this machine", async () => {
  const folder = folders.make(golden);
  chmodSync(join(folder, "config.json"), 0o600);
  const path = join(folders.root, "read-back.tar");
  writeFileSync(path, await buffer(archiveFolder(listFolder(folder))));
  const script = `import json, sys, tarfile, base64
members = [(m, t) for t in [tarfile.open(json.load(sys.stdin))] for m in t.getmembers()]
print(json.dumps({m.name: [base64.b64encode(t.extractfile(m).read()).decode(), m.isreg(), m.mode, m.mtime, m.uid, m.gid, m.uname, m.gname] for m, t in members}))`;
  const expected = Object.entries(golden).map(([name, content]) => [
    name,
    [Buffer.from(content).toString("base64"), true, 0o644, 0, 0, 0, "", ""],
  ]);
  expect(python3(script, path)).toEqual(Object.fromEntries(expected));
});

test("times, modes and the order of writing make no difference", async () => {
  const one = folders.make(golden);
  const other = folders.make(Object.fromEntries(Object.entries(golden).reverse()));
  chmodSync(join(other, "config.json"), 0o755);
  utimesSync(join(other, "crlf.txt"), 1, 1);
  const [first, second] = await Promise.all([one, other].map((folder) => buffer(archiveFolder(listFolder(folder)))));
  expect(first!.equals(second!)).toBe(true);
});

test.each([1, 511, 512, 513, 65_536, 1_048_577])("the size is known beforehand, also for files of %d bytes", async (size) => {
  const listing = listFolder(folders.make({ "a.bin": Buffer.alloc(size, 3), [`${"ü".repeat(60)}.bin`]: Buffer.alloc(size, 4) }));
  expect((await buffer(archiveFolder(listing))).length).toBe(await archiveBytes(listing));
});

test("lessons 1.5: more than 10,000 files are archived", async () => {
  const names = Array.from({ length: 10_100 }, (_, index) => `shard ${index % 100}/part-${index}.bin`);
  const folder = folders.make(Object.fromEntries(names.map((name) => [name, name])));
  const listing = listFolder(folder);
  const archive = join(folders.root, "many.tar");
  writeFileSync(archive, await buffer(archiveFolder(listing)));
  expect(readFileSync(archive).length).toBe(await archiveBytes(listing));
  const listed = execFileSync("tar", ["-tf", archive], { encoding: "utf8", maxBuffer: 1e8 }).trimEnd().split("\n");
  expect(listed).toEqual(names.sort((one, other) => Buffer.from(one).compare(Buffer.from(other))));
});

test.each([
  ["grows", (path: string) => appendFileSync(path, "+")],
  ["is cut off", (path: string) => truncateSync(path, 3)],
  ["goes", (path: string) => unlinkSync(path)],
  ["is written with as many bytes", (path: string) => writeFileSync(path, "WEIGHTS")],
])("a file that %s after it was listed fails the archive", async (_, change) => {
  const folder = folders.make({ "a.bin": "first", "b.bin": "weights" });
  const listing = listFolder(folder);
  change(join(folder, "b.bin"));
  await expect(buffer(archiveFolder(listing))).rejects.toMatchObject({ code: "MODEL_BEING_WRITTEN" });
});

test("a reader that goes away leaves no file open", async () => {
  const listing = listFolder(folders.make({ "a.bin": Buffer.alloc(5_000_000, 1), "b.bin": Buffer.alloc(5_000_000, 2) }));
  const before = openFiles();
  const archive = archiveFolder(listing, { highWaterMark: 65_536 });
  await once(archive, "readable");
  const closed = once(archive, "close");
  archive.destroy();
  await closed;
  expect(openFiles()).toBe(before);
});

test("memory does not grow with the folder", async () => {
  const folder = folders.make({ "a.bin": "", "b.bin": "" });
  for (const name of ["a.bin", "b.bin"]) truncateSync(join(folder, name), 300_000_000);
  const { arrayBuffers } = process.memoryUsage();
  let peak = 0;
  let bytes = 0;
  for await (const piece of archiveFolder(listFolder(folder))) {
    bytes += piece.length;
    peak = Math.max(peak, process.memoryUsage().arrayBuffers);
  }
  expect(bytes).toBeGreaterThan(600_000_000);
  expect(peak - arrayBuffers).toBeLessThan(150_000_000);
});
