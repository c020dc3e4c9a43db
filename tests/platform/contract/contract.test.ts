import { send, temporaryFolder } from "../api/support";
import { objectCases } from "./algorithm-objects";
import { routeCases } from "./algorithm-routes";
import { authenticationCases, keyForms } from "./authentication";
import { callCases } from "./calls";
import { type Case, holds } from "./case";
import { dataCases } from "./data";
import { managementCases } from "./management";
import { type Facts, setScene } from "./scene";

const folder = temporaryFolder();
let facts: Facts;
beforeAll(async () => {
  facts = await setScene(folder);
});
afterAll(() => facts?.platform.stop());

const tables: Case[] = [...authenticationCases, ...dataCases, ...callCases, ...objectCases, ...routeCases, ...managementCases];

test.each(tables.map((row): [string, Case] => [row.says, row]))("%s", (_says, row) => holds(row, facts));

test.each(keyForms)("reference 1.1: '$form' before the key at $path", async ({ form, method, path }) => {
  const reply = await send(facts.platform, method, path, { key: null, headers: { authorization: `${form}${facts.keys.owner}` } });
  expect(reply.status).toBe(200);
});

test("reference 1.2: a key is 28 characters that begin with sim", () => {
  expect(facts.keys.owner).toMatch(/^sim.{25}$/);
  expect(facts.keys.other).toMatch(/^sim.{25}$/);
});
