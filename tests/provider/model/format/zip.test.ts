import { python3 } from "../../rollout/reference/python3";
import { formatChecker } from "./check";

const check = formatChecker();

/** Archives as PyTorch (stored), NumPy (deflated) and others write them. */
const script = String.raw`
import base64, io, json, pickle, zipfile, collections, datetime
def archive(compression, members, zip64=False, comment=b""):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as z:
        z.comment = comment
        for name, data in members.items():
            with z.open(zipfile.ZipInfo(name), "w", force_zip64=zip64) if zip64 else z.open(name, "w") as f: f.write(data)
    return base64.b64encode(buffer.getvalue()).decode()
data = pickle.dumps(collections.OrderedDict(a=datetime.date(2020, 1, 1)), protocol=2)
torch = {"archive/data.pkl": data, "archive/data/0": b"\x00" * 5000, "archive/version": b"3\n"}
print(json.dumps({
  "stored": archive(zipfile.ZIP_STORED, torch), "deflated": archive(zipfile.ZIP_DEFLATED, torch), "zip64": archive(zipfile.ZIP_STORED, torch, True),
  "comment": archive(zipfile.ZIP_STORED, torch, comment=b"a comment"), "arrays": archive(zipfile.ZIP_DEFLATED, {"a.npy": b"x" * 300}),
}))`;
let archives: Record<string, Buffer>;
beforeAll(() => {
  const texts = python3<Record<string, string>>(script, null);
  archives = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, Buffer.from(text, "base64")]));
});

test.each(["stored", "deflated", "zip64", "comment"])("the pickle in an archive (%s) is found and its imports are listed", async (name) => {
  expect(await check(archives[name]!)).toEqual([
    "holds a pickle: loading it runs code. It imports _codecs.encode, collections.OrderedDict, datetime.date (3 in all).",
  ]);
});

test("an archive without a pickle is left alone", async () => {
  expect(await check(archives.arrays!)).toEqual([]);
});

test("an archive that ends early is cut off wherever that is", async () => {
  for (const name of ["stored", "deflated", "zip64"]) {
    const whole = archives[name]!;
    for (let length = 100; length < whole.length; length += 97) {
      expect(await check(whole.subarray(0, length), "cut.pt")).toMatch(
        /^is cut off: as zip it ends with a list of its members, which is not there\./,
      );
    }
  }
});

test("an archive whose middle is missing is cut off: the list of its members lies beyond its end", async () => {
  const whole = archives.stored!;
  const holed = Buffer.concat([whole.subarray(0, 500), whole.subarray(5200)]);
  expect(await check(holed)).toMatch(/^is cut off: as zip its list of members ends at byte \d+, and it has \d+\./);
});

test("bytes behind the archive's end are no reason to say it is cut off", async () => {
  expect(await check(Buffer.concat([archives.stored!, Buffer.from("more")]))).toEqual([]);
});

test("an archive that was altered anywhere never fails the check", async () => {
  const whole = archives.zip64!;
  for (let at = 0; at < whole.length; at += 1) {
    if (at > 400 && at < 5000) continue;
    const altered = Buffer.from(whole);
    altered[at] = (altered[at]! + 0x5b) & 0xff;
    await check(altered, "altered.pt");
  }
});
