import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { defaultFolder, openStatCache } from "../../../provider/model/stat-cache";

const path = "/srv/models/sentiment.pkl";
const sha256 = "ab".repeat(32);
const known = { sha256, sizeBytes: 1, md5: "cd".repeat(16), findings: [{ file: "a.pkl", text: "is a pickle." }] };
const changedMs = 1_700_000_000_000;
const stamped = { stamp: "size=1 mtime=2", changedMs };
const longAfter = changedMs + 60_000;
let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "stat-cache-")), "hashes");
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true }));

const entries = () => readdirSync(folder).filter((name) => name.endsWith(".json"));
const onlyEntry = () => join(folder, entries()[0]!);

test("what was hashed is recalled, also by another process", async () => {
  await openStatCache(folder).remember(path, stamped, known, longAfter);
  expect(openStatCache(folder).recall(path, stamped.stamp)).toEqual(known);
});

test("another stamp or another path recalls nothing", async () => {
  const cache = openStatCache(folder);
  await cache.remember(path, stamped, known, longAfter);
  expect(cache.recall(path, "size=1 mtime=3")).toBeUndefined();
  expect(cache.recall(`${path}2`, stamped.stamp)).toBeUndefined();
});

test.each([0, 1_999, -60_000])(
  "a file changed %d ms before the hashing began is not trusted, and what was known of it is forgotten",
  async (ms) => {
    const cache = openStatCache(folder);
    await cache.remember(path, stamped, known, longAfter);
    await cache.remember(path, stamped, known, changedMs + ms);
    expect(cache.recall(path, stamped.stamp)).toBeUndefined();
    expect(entries()).toEqual([]);
  },
);

test("lessons 3.5: two seconds after its last change a file is trusted", async () => {
  const cache = openStatCache(folder);
  await cache.remember(path, stamped, known, changedMs + 2_000);
  expect(cache.recall(path, stamped.stamp)).toEqual(known);
});

test.each([
  ["cut off", (text: string) => text.slice(0, 40)],
  ["empty", () => ""],
  ["binary", () => "\u0000\u0001"],
  ["of a newer format", (text: string) => text.replace('"format":2', '"format":3')],
  ["of the format before", (text: string) => text.replace('"format":2', '"format":1')],
  ["without findings", (text: string) => text.replace('"findings"', '"foundings"')],
  ["with a finding that is no text", (text: string) => text.replace('"is a pickle."', "7")],
  ["of another path", (text: string) => text.replace("sentiment", "sediment")],
  ["without a whole hash", (text: string) => text.replace(sha256, "ab")],
  ["racily written", (text: string) => text.replace(String(longAfter), String(changedMs))],
])("an entry that is %s counts as absent and is replaced", async (_, damage) => {
  const cache = openStatCache(folder);
  await cache.remember(path, stamped, known, longAfter);
  writeFileSync(onlyEntry(), damage(readFileSync(onlyEntry(), "utf8")));
  expect(cache.recall(path, stamped.stamp)).toBeUndefined();
  await cache.remember(path, stamped, known, longAfter);
  expect(cache.recall(path, stamped.stamp)).toEqual(known);
});

test("a cache that cannot be written only remembers nothing", async () => {
  const file = join(folder, "..", "a-file");
  writeFileSync(file, "");
  const cache = openStatCache(join(file, "hashes"));
  await cache.remember(path, stamped, known, longAfter);
  expect(cache.recall(path, stamped.stamp)).toBeUndefined();
});

test("nobody else can read or write the cache", async () => {
  await openStatCache(folder).remember(path, stamped, known, longAfter);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(onlyEntry()).mode & 0o777).toBe(0o600);
});

test("fifty writers at once leave one whole entry and nothing unfinished", async () => {
  const cache = openStatCache(folder);
  await Promise.all(Array.from({ length: 50 }, () => cache.remember(path, stamped, known, longAfter)));
  expect(readdirSync(folder).sort()).toEqual([...entries(), "last-sweep"].sort());
  expect(cache.recall(path, stamped.stamp)).toEqual(known);
});

test("an entry that is used stays young", async () => {
  const cache = openStatCache(folder);
  await cache.remember(path, stamped, known, longAfter);
  const monthAgo = new Date(Date.now() - 30 * 86_400_000);
  utimesSync(onlyEntry(), monthAgo, monthAgo);
  cache.recall(path, stamped.stamp);
  expect(Date.now() - statSync(onlyEntry()).mtimeMs).toBeLessThan(60_000);
});

test("the folder is the XDG one when that is absolute, else below the home", () => {
  expect(defaultFolder({ XDG_CACHE_HOME: "/var/cache/me" })).toBe("/var/cache/me/pulumi-algorithmia/hashes");
  const atHome = join(homedir(), ".cache/pulumi-algorithmia/hashes");
  expect(defaultFolder({})).toBe(atHome);
  expect(defaultFolder({ XDG_CACHE_HOME: "relative" })).toBe(atHome);
});
