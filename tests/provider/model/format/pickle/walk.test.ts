import { genopsImports, makeSamples, type Sample } from "./reference";
import { walkBytes } from "./walk-bytes";

let samples: Sample[];
beforeAll(() => {
  samples = makeSamples();
});

test("what Python imports while it loads a pickle is what the walk lists, in every protocol", async () => {
  expect(new Set(samples.map(({ protocol }) => protocol))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  expect(samples.length).toBeGreaterThan(200);
  for (const { what, protocol, bytes, imports } of samples) {
    const { imports: found, outcome } = await walkBytes(bytes);
    expect({ what, protocol, outcome, found: [...found].sort() }).toEqual({ what, protocol, outcome: "stopped", found: imports });
  }
});

test("what pickletools.genops names is what the walk lists", async () => {
  const small = samples.filter(({ bytes }) => bytes.length < 100_000);
  const named = genopsImports(small.map(({ bytes }) => bytes));
  const found = await Promise.all(small.map(async ({ bytes }) => [...(await walkBytes(bytes)).imports].sort()));
  expect(found).toEqual(named);
});

test("in whatever pieces the bytes come, the walk is the same", async () => {
  for (const { bytes, imports } of samples.filter(({ bytes }) => bytes.length < 5_000)) {
    for (const pieceBytes of [1, 7, 64]) {
      const { imports: found, outcome } = await walkBytes(bytes, pieceBytes);
      expect([[...found].sort(), outcome]).toEqual([imports, "stopped"]);
    }
  }
});

test("a pickle that ends early is cut off wherever that is, and never anything else", async () => {
  for (const { bytes } of samples.filter(({ bytes }) => bytes.length < 1_500)) {
    for (let length = 0; length < bytes.length; length += 1) {
      expect((await walkBytes(bytes.subarray(0, length))).outcome).toBe("cut off");
    }
  }
});

test("bytes that were altered anywhere never fail the walk", async () => {
  const outcomes = new Set<string>();
  for (const { bytes } of samples.filter(({ bytes }) => bytes.length < 1_500)) {
    for (let at = 0; at < bytes.length; at += 3) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at]! * 31 + at * 17 + 1) & 0xff;
      outcomes.add((await walkBytes(altered)).outcome);
    }
  }
  expect(outcomes).toEqual(new Set(["stopped", "cut off", "invalid"]));
});
