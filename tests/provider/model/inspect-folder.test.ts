import { appendFileSync, chmodSync, mkdirSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AlgorithmiaError } from "../../../provider/errors";
import { inspectModel } from "../../../provider/model/inspect-model";
import { type Known, openStatCache, type StatCache } from "../../../provider/model/stat-cache";
import { temporaryFolder } from "./folder/temporary-folder";

const folders = temporaryFolder();

/** Remembers everything, however recently it was written, and counts what it was asked for in vain. */
function forgetful(onRecall?: () => void): StatCache & { misses: number } {
  const entries = new Map<string, Known>();
  const cache = {
    misses: 0,
    recall: (path: string, stamp: string) => {
      onRecall?.();
      const known = entries.get(`${path} ${stamp}`);
      if (known === undefined) cache.misses += 1;
      return known;
    },
    remember: async (path: string, { stamp }: { stamp: string }, known: Known) => void entries.set(`${path} ${stamp}`, known),
  };
  return cache;
}

test("a folder is one model: its archive's hash and size, under the folder's name", async () => {
  const folder = folders.make({ "config.json": "{}", "model.bin": "weights" }, "bert");
  const model = await inspectModel(folder, { cache: forgetful() });
  expect(model).toMatchObject({ path: folder, bytesPath: folder, name: "bert.tar", sizeBytes: 3072, warnings: [] });
  const copy = await inspectModel(folders.make({ "model.bin": "weights", "config.json": "{}" }), { cache: forgetful() });
  expect(copy.sha256).toBe(model.sha256);
});

test("an unchanged folder is not read again, and a change of any file is seen", async () => {
  const folder = folders.make({ "config.json": "{}", "sub/model.bin": "weights" });
  const cache = forgetful();
  const first = await inspectModel(folder, { cache });
  expect(await inspectModel(folder, { cache })).toEqual(first);
  expect(cache.misses).toBe(1);
  writeFileSync(join(folder, "sub/model.bin"), "WEIGHTS");
  expect((await inspectModel(folder, { cache })).sha256).not.toBe(first.sha256);
  expect(cache.misses).toBe(2);
});

test("a folder on the disk's own cache is recalled once its last change has settled", async () => {
  const folder = folders.make({ "a.bin": "x", "b.bin": "y" });
  const cache = openStatCache(join(folders.root, "cache"));
  const first = await inspectModel(folder, { cache });
  const known: Known = { sha256: first.sha256, sizeBytes: first.sizeBytes, findings: [] };
  await cache.remember(folder, { stamp: first.stamp, changedMs: 0 }, known, Date.now());
  expect(cache.recall(folder, first.stamp)).toEqual({ ...known, md5: undefined });
  expect(await inspectModel(folder, { cache })).toEqual(first);
});

test("lessons 1.5: a Hugging Face snapshot, which consists of links, is the model that its plain copy is", async () => {
  const blobs = folders.make({ one: "{}", two: "weights" });
  const snapshot = folders.make({});
  symlinkSync(join(blobs, "one"), join(snapshot, "config.json"));
  symlinkSync(join(blobs, "two"), join(snapshot, "model.safetensors"));
  const plain = folders.make({ "config.json": "{}", "model.safetensors": "weights" });
  const cache = forgetful();
  expect((await inspectModel(snapshot, { cache })).sha256).toBe((await inspectModel(plain, { cache })).sha256);
});

test("a link to a folder is that folder, under the link's name", async () => {
  const folder = folders.make({ "a.bin": "x" });
  const link = join(folders.root, "current");
  symlinkSync(folder, link);
  expect(await inspectModel(link, { cache: forgetful() })).toMatchObject({ name: "current.tar" });
});

test("a folder that is written once while it is read is hashed as it is then, and one that never rests is refused", async () => {
  const folder = folders.make({ "a.bin": "x" });
  let writes = 0;
  const once = forgetful(() => writes++ === 0 && appendFileSync(join(folder, "a.bin"), "y"));
  const { sha256 } = await inspectModel(folder, { cache: once });
  expect(sha256).toBe((await inspectModel(folders.make({ "a.bin": "xy" }), { cache: forgetful() })).sha256);

  const always = forgetful(() => writeFileSync(join(folder, `${writes++}.bin`), "z"));
  await expect(inspectModel(folder, { cache: always })).rejects.toMatchObject({ code: "MODEL_BEING_WRITTEN" });
});

test("an empty folder and a folder with a Git LFS pointer in it are refused by name", async () => {
  const empty = join(folders.root, "empty");
  mkdirSync(empty);
  await expect(inspectModel(empty, { cache: forgetful() })).rejects.toMatchObject({ code: "MODEL_FOLDER_EMPTY" });
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"ab".repeat(32)}\nsize 440449768\n`;
  const cloned = folders.make({ ".git/HEAD": "", "config.json": "{}", "model.safetensors": pointer });
  await expect(inspectModel(cloned, { cache: forgetful() })).rejects.toMatchObject({
    code: "MODEL_IS_LFS_POINTER",
    message: expect.stringContaining("git lfs pull --include=model.safetensors"),
  });
});

test("files of a folder are warned about by their names, a handful of many", async () => {
  const pickle = "cos\nsystem\n.";
  const shards = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`shard-${index}.bin`, pickle]));
  const folder = folders.make({ ...shards, "config.json": "{}" });
  const { warnings } = await inspectModel(folder, { cache: forgetful() });
  expect(warnings).toHaveLength(6);
  expect(warnings[0]).toBe(`${folder}/shard-0.bin is a pickle: loading it runs code. It imports os.system.`);
  expect(warnings[5]).toBe(`${folder} holds 2 more such files.`);
});

test("a file of a folder that may not be read is named, also by the thread that hashes big ones", async () => {
  const folder = folders.make({ "small.bin": "x", "sub/big.bin": "" });
  truncateSync(join(folder, "sub/big.bin"), 20_000_000);
  chmodSync(join(folder, "sub/big.bin"), 0);
  chmodSync(folders.root, 0o755);
  const asNobody = process.getuid?.() === 0; // root may read anything; so the question is asked as another user
  if (asNobody) process.seteuid!(65534);
  try {
    const refused = inspectModel(folder, { cache: forgetful() });
    await expect(refused).rejects.toBeInstanceOf(AlgorithmiaError);
    await expect(refused).rejects.toMatchObject({
      code: "MODEL_FOLDER_UNUSABLE",
      message: expect.stringContaining("sub/big.bin cannot be read (EACCES: permission denied)."),
    });
  } finally {
    if (asNobody) process.seteuid!(0);
  }
});

test("times do not count", async () => {
  const folder = folders.make({ "a.bin": "x" });
  const first = await inspectModel(folder, { cache: forgetful() });
  utimesSync(join(folder, "a.bin"), 1, 1);
  const second = await inspectModel(folder, { cache: forgetful() });
  expect(second.sha256).toBe(first.sha256);
  expect(second.stamp).not.toBe(first.stamp);
  rmSync(folder, { recursive: true });
});
