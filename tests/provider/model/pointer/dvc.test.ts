import { createHash } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspectModel } from "../../../../provider/model/inspect-model";
import { openStatCache } from "../../../../provider/model/stat-cache";
import { temporaryFolder, write } from "../folder/temporary-folder";

const folders = temporaryFolder();
const content = "the weights\r\n";
const md5 = createHash("md5").update(content).digest("hex");
const sha256 = createHash("sha256").update(content).digest("hex");
const dvcFile = (outs: string, rest = "") => `${rest}outs:\n- ${outs}\n`;
const pointer = dvcFile(`md5: ${md5}\n  size: ${content.length}\n  hash: md5\n  path: model.pkl`);

const cached = (folder: string) => join(folder, md5.slice(0, 2), md5.slice(2));
const repository = (files: Record<string, string>) => folders.make({ ".dvc/config": "", "models/model.pkl.dvc": pointer, ...files });
const inspect = (path: string) => inspectModel(path, { cache: openStatCache(join(folders.root, "cache")) });

test("the file in the workspace is the model when it has the recorded md5", async () => {
  const folder = repository({ "models/model.pkl": content });
  const path = join(folder, "models/model.pkl");
  expect(await inspect(`${path}.dvc`)).toMatchObject({ path: `${path}.dvc`, bytesPath: path, name: "model.pkl", sha256 });
});

test.each([
  ["DVC 3's cache", ".dvc/cache/files/md5"],
  ["an older DVC's cache", ".dvc/cache"],
])("%s is looked into, from the pointer and from the missing file alike", async (_, cache) => {
  const folder = repository({ [cached(cache)]: content });
  for (const given of ["models/model.pkl.dvc", "models/model.pkl"]) {
    const model = await inspect(join(folder, given));
    expect(model).toMatchObject({ path: join(folder, given), bytesPath: join(folder, cached(cache)), name: "model.pkl", sha256 });
  }
});

test("a workspace file with other bytes does not count, the cache's does", async () => {
  const folder = repository({ "models/model.pkl": "other weights", [cached(".dvc/cache/files/md5")]: content });
  expect(await inspect(join(folder, "models/model.pkl.dvc"))).toMatchObject({ sha256 });
  // The file itself was asked for here.
  expect((await inspect(join(folder, "models/model.pkl"))).bytesPath).toBe(join(folder, "models/model.pkl"));
});

test("lessons 3: a copy that was cut off does not count, and what is missing is said with the command that fetches it", async () => {
  const folder = repository({ [cached(".dvc/cache/files/md5")]: content.slice(0, 5) });
  for (const given of ["models/model.pkl.dvc", "models/model.pkl"]) {
    await expect(inspect(join(folder, given))).rejects.toMatchObject({
      code: "MODEL_IS_DVC_POINTER",
      message:
        `${join(folder, given)} stands for 13 bytes with the md5 ${md5} in DVC, and they are neither beside it nor in the repository's ` +
        `\`.dvc/cache\`. Run \`dvc pull '${join(folder, "models/model.pkl.dvc")}'\` and preview again. [MODEL_IS_DVC_POINTER]`,
    });
  }
});

test("outside a DVC repository there is only the workspace", async () => {
  const folder = folders.make({ "model.pkl.dvc": pointer });
  await expect(inspect(join(folder, "model.pkl"))).rejects.toMatchObject({ code: "MODEL_IS_DVC_POINTER" });
  write(join(folder, "model.pkl"), content);
  expect(await inspect(join(folder, "model.pkl.dvc"))).toMatchObject({ sha256 });
});

test("the working directory and name that the pointer gives are followed", async () => {
  const text = dvcFile(`md5: ${md5}\n  path: a model.pkl`, "wdir: ../data\n");
  const folder = folders.make({ "pointers/x.dvc": text, "data/a model.pkl": content });
  expect(await inspect(join(folder, "pointers/x.dvc"))).toMatchObject({ bytesPath: join(folder, "data/a model.pkl"), name: "a model.pkl" });
});

test("a folder in DVC is the workspace's, or it is said to be missing", async () => {
  const text = dvcFile(`md5: ${md5}.dir\n  size: 40\n  nfiles: 2\n  path: bert`);
  const folder = folders.make({ "bert.dvc": text, "bert/a.bin": "a", "bert/b.bin": "b" });
  const model = await inspect(join(folder, "bert.dvc"));
  expect(model).toMatchObject({ bytesPath: join(folder, "bert"), name: "bert.tar" });
  expect(model.sha256).toBe((await inspect(join(folder, "bert"))).sha256);
  rmSync(join(folder, "bert"), { recursive: true });
  for (const given of ["bert.dvc", "bert", "bert/"]) {
    await expect(inspect(`${folder}/${given}`)).rejects.toMatchObject({ code: "MODEL_IS_DVC_POINTER" });
  }
});

test("the md5 of an unchanged file is recalled, not computed again", async () => {
  const folder = repository({ "models/model.pkl": content });
  const recalled: string[] = [];
  const known = { sha256: "from the cache", sizeBytes: 13, md5, findings: [] };
  const cache = {
    recall: (path: string) => {
      recalled.push(path);
      return known;
    },
    remember: async () => undefined,
  };
  expect((await inspectModel(join(folder, "models/model.pkl.dvc"), { cache })).sha256).toBe("from the cache");
  expect(new Set(recalled)).toEqual(new Set([join(folder, "models/model.pkl")]));
});

test("a file that is known without its md5 is read for it", async () => {
  const folder = repository({ "models/model.pkl": content });
  const remembered: unknown[] = [];
  const cache = {
    recall: () => ({ sha256, sizeBytes: 13, findings: [] }),
    remember: async (...[, , known]: [string, unknown, unknown]) => void remembered.push(known),
  };
  await inspectModel(join(folder, "models/model.pkl.dvc"), { cache });
  expect(remembered).toEqual([{ sha256, md5, sizeBytes: 13, findings: [] }]);
});

test.each([
  ["no YAML", "outs: [", "Flow sequence"],
  ["no outputs", "deps: []\n", "outs:"],
  ["several outputs", `${pointer}- md5: ${md5}\n  path: other\n`, "outs:"],
  ["another hash", dvcFile("etag: abc\n  path: x"), "outs.0.md5:"],
  ["an md5 that is none", dvcFile("md5: ../../etc\n  path: x"), "outs.0.md5: expected 32 hex digits"],
  ["too much", `${pointer}${"#".repeat(70_000)}`, "more than 65536 bytes"],
])("a DVC file with %s is refused with the reason", async (_, text, reason) => {
  const folder = folders.make({ "model.pkl.dvc": text, "model.pkl": content });
  await expect(inspect(join(folder, "model.pkl.dvc"))).rejects.toMatchObject({
    code: "MODEL_DVC_FILE_MALFORMED",
    message: expect.stringContaining(reason),
  });
});

test("a file that is not there, and no DVC file beside it, is not there", async () => {
  const folder = repository({});
  for (const given of ["absent.pkl", "absent.pkl.dvc", ".dvc/absent"]) {
    await expect(inspect(join(folder, given))).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
  }
  writeFileSync(join(folder, "present.pkl"), "x");
  expect(await inspect(join(folder, "present.pkl"))).toMatchObject({ name: "present.pkl" });
});

test("an md5 of digits alone is read as it stands", async () => {
  const digits = "0123456789".repeat(4).slice(0, 32);
  const folder = folders.make({ "model.pkl.dvc": dvcFile(`md5: ${digits}\n  size: 12\n  path: model.pkl`) });
  await expect(inspect(join(folder, "model.pkl.dvc"))).rejects.toMatchObject({
    code: "MODEL_IS_DVC_POINTER",
    message: expect.stringContaining(digits),
  });
});
