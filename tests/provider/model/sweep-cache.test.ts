import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sweepOnceADay } from "../../../provider/model/sweep-cache";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sweep-cache-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function entry(name: string, ageDays: number): void {
  writeFileSync(join(folder, name), "");
  const used = new Date(Date.now() - ageDays * 86_400_000);
  utimesSync(join(folder, name), used, used);
}

const left = () => readdirSync(folder).filter((name) => name !== "last-sweep");

test("entries unused for ninety days go, younger ones stay", async () => {
  entry("old.json", 91);
  entry("young.json", 89);
  await sweepOnceADay(folder);
  expect(left()).toEqual(["young.json"]);
});

test("what a killed process left unfinished goes after a day", async () => {
  entry("a.json.1-ab.unfinished", 2);
  entry("b.json.2-cd.unfinished", 0.5);
  await sweepOnceADay(folder);
  expect(left()).toEqual(["b.json.2-cd.unfinished"]);
});

test("of too many entries those used last stay", async () => {
  for (let age = 1; age <= 5; age += 1) entry(`${age}.json`, age);
  await sweepOnceADay(folder, { unusedDays: 90, maxFiles: 2 });
  expect(left()).toEqual(["1.json", "2.json"]);
});

test("a second sweep on the same day does not look", async () => {
  await sweepOnceADay(folder);
  entry("old.json", 91);
  await sweepOnceADay(folder);
  expect(left()).toEqual(["old.json"]);
  entry("last-sweep", 2);
  await sweepOnceADay(folder);
  expect(left()).toEqual([]);
});
