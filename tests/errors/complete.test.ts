import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { errorGroups } from "../../provider/errors";
import { scenarioGroups } from "./scenarios";

const codesIn = (groups: Record<string, Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(groups).map(([title, codes]) => [title, Object.keys(codes).sort()]));

test("Every code of the error table has a scenario that provokes it, and no scenario is of a code that is gone", () => {
  expect(codesIn(scenarioGroups)).toEqual(codesIn(errorGroups));
});

test("The scenarios of every group are run by a test file of its name", () => {
  const groups = readdirSync(join(__dirname, "scenarios")).filter((file) => file !== "index.ts");
  const running = readdirSync(__dirname).filter((file) => /provokeEach\(/.test(textOf(file)) && file.endsWith(".test.ts"));
  expect(running.map((file) => file.replace(".test", "")).sort()).toEqual(groups.sort());
  expect(groups).toHaveLength(Object.keys(errorGroups).length);
});

const textOf = (name: string) => (name.endsWith(".ts") ? readFileSync(join(__dirname, name), "utf8") : "");
