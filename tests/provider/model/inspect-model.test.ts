import { execFileSync } from "node:child_process";
import { appendFileSync, chmodSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspectModel, recallModel, sameStamp, stampOf } from "../../../provider/model/inspect-model";
import { type Known, openStatCache, type StatCache } from "../../../provider/model/stat-cache";
import { sha256Of } from "../../support/sha256";

const lfsPointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"ab".repeat(32)}\nsize 12345\n`;

let folder: string;
let cache: StatCache;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "inspect-model-")));
  cache = openStatCache(join(folder, "cache"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** A cache that tells what it is asked, and may do something in between. */
function watched(answers: { known?: Known; onRecall?: () => void } = {}): StatCache & { remembered: string[] } {
  const remembered: string[] = [];
  return {
    remembered,
    recall: () => {
      answers.onRecall?.();
      return answers.known;
    },
    remember: async (path) => void remembered.push(path),
  };
}

test("a model is known by the sha256 and size of its bytes", async () => {
  const path = file("model.pkl", "weights");
  expect(await inspectModel(path, { cache })).toEqual({
    path,
    bytesPath: path,
    name: "model.pkl",
    sha256: sha256Of("weights"),
    sizeBytes: 7,
    stamp: stampOf(path),
    warnings: [],
  });
});

test("a file that does not exist is named in the error", async () => {
  const path = join(folder, "absent.pkl");
  await expect(inspectModel(path, { cache })).rejects.toMatchObject({ code: "MODEL_NOT_FOUND", message: expect.stringContaining(path) });
});

test("a path that leads through a file does not exist either", async () => {
  await expect(inspectModel(join(file("a", "x"), "b.pkl"), { cache })).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
});

test("a link to nothing does not exist", async () => {
  symlinkSync(join(folder, "gone"), join(folder, "link.pkl"));
  await expect(inspectModel(join(folder, "link.pkl"), { cache })).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
});

test("links that lead in a circle are unreadable", async () => {
  symlinkSync(join(folder, "b"), join(folder, "a"));
  symlinkSync(join(folder, "a"), join(folder, "b"));
  await expect(inspectModel(join(folder, "a"), { cache })).rejects.toMatchObject({
    code: "MODEL_NOT_READABLE",
    message: expect.stringContaining("ELOOP: too many symbolic links encountered."),
  });
});

test("a pipe is refused without waiting for its other end", async () => {
  execFileSync("mkfifo", [join(folder, "pipe")]);
  await expect(inspectModel(join(folder, "pipe"), { cache })).rejects.toMatchObject({ code: "MODEL_NOT_A_FILE" });
});

test("a file without the right to read it is refused with the system's reason", async () => {
  const path = file("secret.pkl", "weights");
  chmodSync(path, 0);
  const asNobody = process.getuid?.() === 0; // root may read anything; so the question is asked as another user
  if (asNobody) {
    chmodSync(folder, 0o755);
    process.seteuid!(65534);
  }
  try {
    await expect(inspectModel(path, { cache })).rejects.toMatchObject({
      code: "MODEL_NOT_READABLE",
      message: expect.stringContaining("EACCES: permission denied."),
    });
  } finally {
    if (asNobody) process.seteuid!(0);
  }
});

test("an empty file is refused", async () => {
  await expect(inspectModel(file("empty.pkl", ""), { cache })).rejects.toMatchObject({ code: "MODEL_IS_EMPTY" });
});

test("a bigger file that begins like a pointer is a model", async () => {
  const content = lfsPointer + "x".repeat(1024);
  expect((await inspectModel(file("model.txt", content), { cache })).sha256).toBe(sha256Of(content));
});

test("a link to a file, and a name with spaces and other letters, are fine", async () => {
  const target = file("mein modell – ü.pkl", "weights");
  const link = join(folder, "current model.pkl");
  symlinkSync(target, link);
  expect(await inspectModel(link, { cache })).toMatchObject({ path: link, sha256: sha256Of("weights") });
});

test("a file that was hashed before is not read again", async () => {
  const path = file("model.pkl", "weights");
  const known = { sha256: "from the cache", sizeBytes: 7, findings: [{ text: "is a pickle." }] };
  const { sha256, warnings } = await inspectModel(path, { cache: watched({ known }) });
  expect({ sha256, warnings }).toEqual({ sha256: "from the cache", warnings: [`${path} is a pickle.`] });
});

test("a file that was touched is read again and is the same model", async () => {
  const path = file("model.pkl", "weights");
  const first = await inspectModel(path, { cache });
  utimesSync(path, 1, 1);
  const second = await inspectModel(path, { cache });
  expect(second.sha256).toBe(first.sha256);
  expect(sameStamp(first.stamp, second.stamp)).toBe(false);
});

test("a file that is replaced by one of the same size and time has another stamp", async () => {
  const path = file("model.pkl", "weights");
  utimesSync(path, 1, 1);
  const before = stampOf(path);
  renameSync(file("other.pkl", "WEIGHTS"), path);
  utimesSync(path, 1, 1);
  expect(sameStamp(before, stampOf(path))).toBe(false);
});

test("a file that is written once while it is read is hashed as it is then", async () => {
  const path = file("model.pkl", "weights");
  let writes = 0;
  const seen = watched({ onRecall: () => writes++ === 0 && appendFileSync(path, "+") });
  expect((await inspectModel(path, { cache: seen })).sha256).toBe(sha256Of("weights+"));
  expect(seen.remembered).toEqual([path]);
});

test("a file that never stops changing is refused, and nothing is remembered of it", async () => {
  const path = file("model.pkl", "weights");
  const seen = watched({ onRecall: () => appendFileSync(path, "+") });
  await expect(inspectModel(path, { cache: seen })).rejects.toMatchObject({ code: "MODEL_BEING_WRITTEN" });
  expect(seen.remembered).toEqual([]);
});

test("what was read before is told at once, as it was told then", async () => {
  const path = file("model.pkl", "weights");
  expect(recallModel(path, cache)).toBeUndefined();
  await cache.remember(
    path,
    { stamp: stampOf(path), changedMs: 0 },
    { sha256: "ab".repeat(32), sizeBytes: 7, findings: [{ text: "is odd." }] },
    9_000,
  );
  const recalled = recallModel(path, cache);
  expect(recalled).toEqual(await inspectModel(path, { cache }));
  expect(recalled).toMatchObject({ sha256: "ab".repeat(32), sizeBytes: 7, name: "model.pkl", warnings: [`${path} is odd.`] });
});

test("nothing is told at once of a file written since, of a missing one or of a pointer", async () => {
  const known = { sha256: "ab".repeat(32), sizeBytes: 7, findings: [] };
  const remember = async (path: string) => await cache.remember(path, { stamp: stampOf(path), changedMs: 0 }, known, 9_000);
  const written = file("model.pkl", "weights");
  const pointer = file("model.pkl.dvc", "outs: []");
  for (const path of [written, pointer]) await remember(path);
  appendFileSync(written, "more");
  expect([written, pointer, join(folder, "gone.pkl")].map((path) => recallModel(path, cache))).toEqual([undefined, undefined, undefined]);
});
