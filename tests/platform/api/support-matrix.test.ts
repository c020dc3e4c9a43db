import { readFileSync } from "node:fs";
import { join } from "node:path";
import { operationsList } from "../../../platform/api/operations-list";
import { routes } from "../../../platform/api/routes";
import { routesBeyond, supportOf } from "../../../platform/api/support";
import { type Platform, startPlatform } from "../../../platform/index";
import { send } from "./support";

const page = readFileSync(join(__dirname, "..", "..", "..", "docs", "platform-support.md"), "utf8");
const support = supportOf(routes);

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

test("the support page has a row for every operation that says what the routes do", () => {
  const told = [...page.matchAll(/^\| (\w+) \| `(\w+) (\S+)` \| (.+) \|$/gm)].map((match) => match.slice(1));
  expect(told).toEqual(
    support.map(({ operation: { id, method, path }, ...rest }) => [id, method, path, rest.route ? "served" : `501: ${rest.reason}`]),
  );
});

test("the support page names every route beyond the OpenAPI file", () => {
  for (const { operation, method, path } of routesBeyond(routes)) expect(page).toContain(`| ${operation} | \`${method} ${path}\` |\n`);
});

test("an operation that is not served answers 501 with its id, whatever the key, and one that is served does not", async () => {
  const seen = await Promise.all(
    support.map(async ({ operation: { id, method, path }, route }) => {
      const reply = await send(platform, method, exampleOf(path), { key: method === "HEAD" ? platform.apiKey : null });
      const named = reply.status === 501 && reply.json.error.code === 5005 && reply.json.error.message.includes(`(${id})`);
      return { id, served: route !== undefined, answered: named ? 501 : reply.status === 501 ? "501 without its id" : "something else" };
    }),
  );
  expect(seen.filter(({ served, answered }) => answered !== (served ? "something else" : 501))).toEqual([]);
});

test("at most 25 operations are not served", () => {
  expect(support.filter(({ route }) => !route).length).toBeLessThanOrEqual(25);
});

test("every operation that is not served gives its reason", () => {
  expect(support.filter((row) => !row.route && row.reason === "Not built yet.")).toEqual([]);
});

test("the list has each operation id and each request once", () => {
  expect(new Set(operationsList.map(({ id }) => id)).size).toBe(operationsList.length);
  expect(new Set(operationsList.map(({ method, path }) => `${method} ${path}`)).size).toBe(operationsList.length);
});

/** An address of that form; whether anything lies there does not matter. */
function exampleOf(path: string): string {
  if (path.startsWith("/v1/connector/")) return "/v1/connector/data/demo";
  const id = "00000000-0000-4000-8000-000000000000";
  const isAboutAlgorithm = /^\/v1\/algorithms\/\{username\}$/.test(path);
  return isAboutAlgorithm ? `/v1/algorithms/${id}` : path.replace(/\{(\w+)\}/g, (_, name: string) => (name.endsWith("Id") ? id : "nobody"));
}
