import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What went wrong in comparable tools, as a list of tests for this one: "lessons 1.3" in a test's name is the third line of the
 * first section. Here stands which line must have a test, and why the others have none.
 */
const lessons: Record<string, { about: string; without?: string }> = {
  "1.1": { about: "a version that looked unchanged in the plan hid the difference" },
  "1.2": { about: "done was recorded before it was true of what serves" },
  "1.3": { about: "the full timeout was waited out although the failure was final" },
  "1.4": {
    about: "a delete returned before it was finished",
    without: "versions are never deleted, and Algorithmia's other deletes answer when they are done",
  },
  "1.5": { about: "odd file names, links and many files broke uploads" },
  "1.6": { about: "defaults that the server fills in drifted for ever" },
  "1.7": { about: "one timeout for everything left half-made versions, and no retry found them" },
  "1.8": { about: "the ids of a resource and of its version were mixed up" },
  "1.9": { about: "a replacement where an update was due broke callers" },
  "2.1": { about: "the plan did not show that the version will change" },
  "2.2": { about: "a failed apply recorded the new hash" },
  "2.3": { about: "an out-of-band swap stayed invisible" },
  "2.4": { about: "the hash at apply was another than in the plan" },
  "2.5": { about: "superseded versions were destroyed" },
  "2.6": { about: "identical content was an error" },
  "2.7": { about: "a change of settings published nothing" },
  "2.8": { about: "an archive was held in memory" },
  "3.1": { about: "the same name for other bytes never updated" },
  "3.2": { about: "a failing read emptied the state, an upgrade showed differences" },
  "3.3": { about: "a hash that is pinned has to fail closed" },
  "3.4": { about: "going back took more than one step" },
  "3.5": { about: "interrupted transfers left truncated objects, a look without changes read everything" },
  "3.6": { about: "what exists already was sent again" },
  "3.7": { about: "an inconclusive comparison was taken for a good one" },
  "3.8": { about: "failures were swallowed, and a password stood in an address" },
};

const tests = join(__dirname, "..");
const named = readdirSync(tests, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".test.ts") && path !== join("docs", "lessons.test.ts"))
  .flatMap((path) => [...readFileSync(join(tests, path), "utf8").matchAll(/["'`]lessons (\d\.\d(?:, \d\.\d)*):/g)])
  .flatMap(([, numbers = ""]) => numbers.split(", "));

test.each(Object.entries(lessons).filter(([, { without }]) => without === undefined))("lesson %s has a test", (number) => {
  expect(named).toContain(number);
});

test("no test names a lesson that is not listed", () => {
  expect(named.filter((number) => !(number in lessons))).toEqual([]);
});
