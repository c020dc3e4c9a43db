import { source } from "./algorithm";
import { startTeam, type Team } from "./team";

// A workflow starts half a dozen programs one after the other, and other tests want the cores too.

let team: Team;

beforeAll(async () => {
  team = await startTeam(["sentiment"]);
  const { outcome, log } = await team.infrastructure.deploy();
  if (outcome !== "success") throw new Error(log);
});
afterAll(() => team?.stop());

const issues = () => team.github.issues.filter(({ state }) => state === "open");

test("a night on which everything serves its pin opens no issue", async () => {
  const { outcome, log } = await team.infrastructure.drift();
  expect({ outcome, log }).toMatchObject({ outcome: "success" });
  expect(team.github.writes).toEqual([]);
});

test("a file that was overwritten and a version that was published by hand make one issue that shows both; a deploy heals, and the issue closes", async () => {
  const { infrastructure, algorithms, github } = team;
  const hand = algorithms.sentiment!;
  await hand.put("words-0418b5476aef.json", '{"classes":{"positive":{}}}');
  const overwritten = await infrastructure.drift();
  expect(overwritten.outcome).toBe("failure");
  expect(issues()).toHaveLength(1);
  expect(issues()[0]).toMatchObject({ title: "Models in production differ from their pins" });
  expect(issues()[0]?.body).toContain("other bytes: md5");

  await hand.put("by-hand.json", '{"classes":{"positive":{}}}');
  await hand.push({ "src/sentiment.py": source("data://acme/sentiment/by-hand.json") }, "Quick fix");
  await hand.publish();
  await infrastructure.drift();
  expect(issues()).toHaveLength(1);
  expect(issues()[0]?.body).toMatch(/^acme\/sentiment .* 0\.2\.0 +newest version /m);
  expect(issues()[0]?.body).toContain("data://acme/sentiment/by-hand.json");
  expect(github.writes).toEqual(["POST /issues", "PATCH /issues/1"]);

  const { outcome, log } = await infrastructure.deploy();
  expect({ outcome, log }).toMatchObject({ outcome: "success" });
  expect(await infrastructure.drift()).toMatchObject({ outcome: "success" });
  expect(issues()).toEqual([]);
  expect(github.writes.slice(2)).toEqual(["POST /issues/1/comments", "PATCH /issues/1"]);
});
