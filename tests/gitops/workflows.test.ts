import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "./installation";

/** What holds of the workflows as they are written. That they are valid and do what they say is seen where they run, beside this file. */

interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  concurrency?: { group: string; "cancel-in-progress": boolean };
  jobs: Record<
    string,
    { if?: string; environment?: string; permissions?: Record<string, string>; steps: { uses?: string; run?: string }[] }
  >;
}

const folder = join(root, "examples/gitops/.github/workflows");
const workflows = Object.fromEntries(
  readdirSync(folder).map((file) => [file.replace(".yml", ""), parse(readFileSync(join(folder, file), "utf8")) as Workflow]),
);
const jobs = Object.entries(workflows).flatMap(([name, { jobs }]) =>
  Object.entries(jobs).map(([id, job]) => ({ name: `${name}/${id}`, ...job })),
);

test("no workflow has a permission that none of its jobs asks for by name, and none asks for more than it needs", () => {
  expect(Object.values(workflows).map(({ permissions }) => permissions)).toEqual([{}, {}, {}, {}]);
  expect(Object.fromEntries(jobs.map(({ name, permissions }) => [name, permissions]))).toEqual({
    "preview/preview": { contents: "read", "pull-requests": "write" },
    "preview/fork": undefined,
    "deploy/deploy": { contents: "read" },
    "drift/drift": { contents: "read", issues: "write" },
    "pin/pin": { contents: "write", "pull-requests": "write" },
  });
});

test("rollouts wait for each other and are never cancelled; nothing else stands in their queue", () => {
  expect(workflows.deploy?.concurrency).toEqual({ group: "rollout-production", "cancel-in-progress": false });
  const others = Object.entries(workflows).filter(([name]) => name !== "deploy");
  for (const [, { concurrency }] of others) expect(concurrency?.group).not.toBe("rollout-production");
});

test("code from a fork never meets a secret, and a pull request never the key that can publish", () => {
  for (const { on } of Object.values(workflows)) expect(Object.keys(on)).not.toEqual(expect.arrayContaining(["pull_request_target"]));
  expect(jobs.filter(({ environment }) => environment === "production").map(({ name }) => name)).toEqual(["deploy/deploy"]);
  expect(workflows.deploy?.jobs.deploy?.if).toBe("github.ref == 'refs/heads/main'");
});

test("no script takes text from the event into its own: values come by the environment", () => {
  for (const { steps } of jobs) for (const { run } of steps) expect(run ?? "").not.toContain("${{");
});

test("every action is pinned to a major version", () => {
  const actions = new Set(jobs.flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? [])));
  for (const action of actions) expect(action).toMatch(/@v\d+$/);
});
