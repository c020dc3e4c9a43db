import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The sections of the description of Algorithmia's API that the platform is built to. "reference 2.3: …" as a test's name says which
 * documented behaviour it checks; here stands which section must have one, and why the others have none.
 */
const sections: Record<string, { about: string; without?: string }> = {
  "1.1": { about: "the Authorization header" },
  "1.2": { about: "kinds of keys, and what they may do" },
  "1.3": { about: "addresses, and the environment of clients and algorithms" },
  "1.4": { about: "the configuration file of the command line" },
  "2.1": { about: "addresses of data" },
  "2.2": { about: "names of collections and files" },
  "2.3": { about: "operations on data" },
  "2.4": { about: "who may read" },
  "2.5": { about: "errors, and how clients ask whether something exists" },
  "2.6": { about: "sizes of files" },
  "3.1": { about: "addresses of algorithms" },
  "3.2": { about: "version selectors" },
  "3.3": { about: "input" },
  "3.4": { about: "parameters of a call" },
  "3.5": { about: "answers to a call" },
  "4.1": { about: "how an algorithm is started and spoken to" },
  "4.2": { about: "the ADK and the older handler" },
  "5.1": { about: "objects and pages of the management API" },
  "5.2": { about: "algorithms" },
  "5.3": { about: "source code hosts, languages and environments" },
  "5.4": { about: "organizations and users" },
  "5.5": { about: "what a publish may say" },
  "5.6": { about: "codes of errors" },
  "6": { about: "git" },
  "7": { about: "versions" },
  "8.1": { about: "when a model is loaded" },
  "8.2": { about: "the ADK's manifest and its freeze file" },
  "9": { about: "the command line" },
  "10.1": { about: "the GitHub action of Algorithmia", without: "it is a client: what it sends is in the other sections" },
  "10.2": { about: "other tools that deploy", without: "they are clients: what they send is in the other sections" },
  "11": { about: "a checklist of servers" },
};

const tests = join(__dirname, "..");
const named = readdirSync(tests, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && path !== join("docs", "reference.test.ts"))
  .flatMap((path) => [...readFileSync(join(tests, path), "utf8").matchAll(/["'`]reference (\d+(?:\.\d+)?(?:, \d+(?:\.\d+)?)*):/g)])
  .flatMap(([, numbers = ""]) => numbers.split(", "));

test.each(Object.entries(sections).filter(([, { without }]) => without === undefined))(
  "section %s of the reference has a test",
  (number) => {
    expect(named).toContain(number);
  },
);

test("no test names a section that is not listed", () => {
  // 2.7, data connectors, where they are served.
  expect([...new Set(named)].filter((number) => !(number in sections) && number !== "2.7")).toEqual([]);
});
