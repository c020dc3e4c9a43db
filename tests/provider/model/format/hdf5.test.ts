import { formatChecker } from "./check";

const check = formatChecker();

/** A superblock and zeros: what the format's library looks at before anything else. */
function hdf5(version: number, announced: number, sizeBytes: number): Buffer {
  const file = Buffer.alloc(sizeBytes);
  file.write("\x89HDF\r\n\x1a\n", "latin1");
  file[8] = version;
  file[version < 2 ? 13 : 9] = 8;
  const base = [24, 28, 12, 12][version] ?? 12;
  file.writeBigUInt64LE(BigInt(announced), base + 16);
  return file;
}

test.each([0, 1, 2, 3])("a file with a superblock of version %d is whole or cut off by the end that it names", async (version) => {
  expect(await check(hdf5(version, 4096, 4096))).toEqual([]);
  expect(await check(hdf5(version, 4096, 5000))).toEqual([]);
  expect(await check(hdf5(version, 4096, 4095))).toMatch(/^is cut off: as HDF5 it announces 4096 bytes, and has 4095\./);
});

test("a superblock of an unknown version is left alone", async () => {
  expect(await check(hdf5(9, 4096, 100))).toEqual([]);
});
