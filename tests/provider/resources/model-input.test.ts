import { createHash } from "node:crypto";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { lookAt } from "../../../provider/resources/model-input";
import { temporaryFolder } from "../model/folder/temporary-folder";

const folders = temporaryFolder();
/** As `pulumi.output(model).apply(lookAt)` calls it: the path of an asset may still be a promise. */
const look = (model: unknown) => lookAt(model as Parameters<typeof lookAt>[0]);
beforeAll(() => {
  process.env.XDG_CACHE_HOME = join(folders.root, "cache");
});
afterAll(() => {
  delete process.env.XDG_CACHE_HOME;
});

test("a file is told by its path, name, hash and size", async () => {
  const path = join(folders.make({ "a.pkl": "weights" }), "a.pkl");
  const sha256 = createHash("sha256").update("weights").digest("hex");
  const told = { path, name: "a.pkl", sha256, sizeBytes: 7 };
  expect(await lookAt(path)).toEqual(told);
  expect(await look(new pulumi.asset.FileAsset(path))).toEqual(told);
  expect(await look(new pulumi.asset.FileArchive(path))).toEqual(told);
});

test("a folder is told by the name of its archive, as a path and as a FileArchive", async () => {
  const folder = folders.make({ "a.bin": "x" }, "bert");
  const told = await lookAt(folder);
  expect(told).toMatchObject({ path: folder, name: "bert.tar", sizeBytes: 2048 });
  expect(await look(new pulumi.asset.FileArchive(folder))).toEqual(told);
});

test("of a DVC pointer the place of the bytes is told, and the model's own name", async () => {
  const md5 = createHash("md5").update("weights").digest("hex");
  const cached = join(".dvc/cache/files/md5", md5.slice(0, 2), md5.slice(2));
  const folder = folders.make({ "m.pkl.dvc": `outs:\n- md5: ${md5}\n  path: m.pkl\n`, [cached]: "weights" });
  expect(await lookAt(join(folder, "m.pkl"))).toMatchObject({ path: join(folder, cached), name: "m.pkl" });
});

test("warnings come along, and a problem is told instead of thrown", async () => {
  const folder = folders.make({ "a.pkl": "cos\nsystem\n.", "empty.pkl": "" });
  const path = join(folder, "a.pkl");
  expect((await lookAt(path)).warnings).toEqual([`${path} is a pickle: loading it runs code. It imports os.system.`]);
  expect(await lookAt(join(folder, "empty.pkl"))).toEqual({ problem: expect.stringContaining("is empty") });
});

test.each([
  ["a text asset", new pulumi.asset.StringAsset("x")],
  ["an archive of assets", new pulumi.asset.AssetArchive({})],
  ["a remote archive", new pulumi.asset.RemoteArchive("https://example.com/a.tar")],
])("%s is not supported", async (_, model) => {
  expect(await look(model)).toEqual({ problem: expect.stringContaining("is not supported") });
});

test("a stored model is taken as it is declared; only behind a connector the store can be asked for its hash", async () => {
  const sha256 = "ab".repeat(32);
  expect(await look({ uri: "data://acme/c/m.pkl", sha256 })).toEqual({ uri: "data://acme/c/m.pkl", sha256 });
  expect(await look({ uri: "s3+prod://b/m.pkl", sha256, verify: "content" })).toEqual({
    uri: "s3+prod://b/m.pkl",
    sha256,
    verify: "content",
  });
  expect(await look({ uri: "data://acme/c/m.pkl" })).toEqual({ problem: expect.stringContaining("needs both `uri` and `sha256`") });
  expect(await look({ uri: "s3+prod://b/m.pkl", sha256, verify: "size" })).toEqual({
    problem: expect.stringContaining('expected "content"'),
  });
});
