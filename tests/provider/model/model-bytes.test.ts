import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { openModelBytes } from "../../../provider/model/model-bytes";
import { temporaryFolder } from "./folder/temporary-folder";

const folders = temporaryFolder();

test("a file is read as it is, as often as asked, under its own name", async () => {
  const path = join(folders.make({ "a b.tar.gz": "one\r\ntwo" }), "a b.tar.gz");
  const model = await openModelBytes(path);
  expect([model.name, model.sizeBytes]).toEqual(["a b.tar.gz", 8]);
  expect((await buffer(model.read())).toString()).toBe("one\r\ntwo");
  expect((await buffer(model.read({ highWaterMark: 3 }))).toString()).toBe("one\r\ntwo");
});

test("a file that grows gives no more bytes than were announced", async () => {
  const path = join(folders.make({ "a.pkl": "weights" }), "a.pkl");
  const model = await openModelBytes(path);
  appendFileSync(path, " and more");
  expect((await buffer(model.read())).toString()).toBe("weights");
});

test.each([
  ["bert", "bert.tar"],
  ["bert v2.1/", "bert v2.1.tar"],
  ["bert.pkl/sub/..", "bert.pkl.tar"],
])("the folder %s is read as an archive named %s", async (given, name) => {
  folders.make({ "sub/x.bin": "x" }, given.split("/")[0]);
  const model = await openModelBytes(join(folders.root, given));
  expect(model.name).toBe(name);
  const [first, second] = [await buffer(model.read()), await buffer(model.read({ highWaterMark: 7 }))];
  expect(first.length).toBe(model.sizeBytes);
  expect(first.equals(second)).toBe(true);
});
