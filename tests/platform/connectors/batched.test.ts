import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { batched } from "../../../platform/connectors/batched";

const pieces = (count: number, bytes: number) => Array.from({ length: count }, () => randomBytes(bytes));

test("bytes come out the same, in fewer and larger pieces", async () => {
  const sent = pieces(100, 16 * 1024 + 1);
  const got: Buffer[] = await batched(Readable.from(sent, { objectMode: false })).toArray();
  expect(Buffer.concat(got).equals(Buffer.concat(sent))).toBe(true);
  expect(got.length).toBeLessThan(6);
});

test("nothing comes out of nothing, and a few bytes come as they are", async () => {
  expect(await batched(Readable.from([], { objectMode: false })).toArray()).toEqual([]);
  expect(await batched(Readable.from([Buffer.from("few")])).toArray()).toEqual([Buffer.from("few")]);
});

test("the first piece comes out before there is a second", async () => {
  const source = new PassThrough();
  source.write("few");
  expect(await once(batched(source), "data")).toEqual([Buffer.from("few")]);
  source.end();
});

test("what breaks the source breaks the reader", async () => {
  const source = Readable.from(
    (function* () {
      yield Buffer.alloc(10);
      throw new Error("the store is gone");
    })(),
  );
  await expect(batched(source).toArray()).rejects.toThrow("the store is gone");
});

test("a reader that leaves lets the source go", async () => {
  const source = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(64 * 1024);
    })(),
  );
  const reader = batched(source);
  await once(reader, "readable");
  reader.read();
  const closed = new Promise<void>((resolve) => source.once("close", resolve));
  reader.destroy();
  await closed;
  expect(source.destroyed).toBe(true);
});
