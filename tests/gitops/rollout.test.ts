import { startTeam, type Team } from "./team";

/** What a team lives through with a repository made from examples/gitops alone; the workflows' steps run as they are written there. */

// A workflow starts half a dozen programs one after the other, and other tests want the cores too.

let team: Team;

beforeAll(async () => {
  team = await startTeam();
});
afterAll(() => team?.stop());

const words = "models/sentiment/words.json";
const comment = () => team.github.comments.get(1)?.at(-1)?.body ?? "";

/** Somebody trains a model, puts it in its place and pins it. */
async function pinned(change: (model: string) => string): Promise<void> {
  const { infrastructure } = team;
  infrastructure.write(words, change(infrastructure.read(words)));
  await infrastructure.command("npx", "pulumi-algorithmia", "pin", "acme/sentiment", words);
}

const versions = async () =>
  Object.fromEntries(await Promise.all(Object.entries(team.algorithms).map(async ([name, hand]) => [name, await hand.versions()])));

async function work() {
  const { sentiment } = team.algorithms;
  return {
    builds: (await sentiment!.builds()).length,
    commits: (await sentiment!.commits()).length,
    published: await sentiment!.versions(),
  };
}

/** What a caller gets of the newest published version. */
async function callNewest(text: string): Promise<unknown> {
  const hand = team.algorithms.sentiment!;
  const { body } = await hand.api("POST", `/v1/algo/${hand.algorithm}/${(await hand.versions()).at(-1)}`, text);
  return (body as { result?: unknown }).result ?? body;
}

test("the first push to main publishes the three pinned models and says in the run's summary what serves", async () => {
  const { outcome, log, jobs } = await team.infrastructure.deploy();
  expect({ outcome, log }).toMatchObject({ outcome: "success" });
  expect(await versions()).toEqual({ sentiment: ["0.1.0"], spam: ["0.1.0"], language: ["0.1.0"] });
  expect(jobs[0]?.summary).toContain("| acme/spam | algo://acme/spam/0.1.0 | bd7dc3c79cfb |");
});

test("a pull request that changes one pin gets one comment that says what merging does; a further push rewrites it", async () => {
  const { infrastructure, github } = team;
  const before = await work();
  const first = await infrastructure.pullRequest(1, "Retrain sentiment", () => pinned((model) => model.replace("2.1", "2.4")));
  const { outcome, log } = await infrastructure.preview(first);
  expect({ outcome, log }).toMatchObject({ outcome: "success" });

  expect(comment()).toContain("### What merging this does to the models (production)");
  const [plan] = comment().split("<details>");
  expect(plan).toContain("acme/sentiment");
  expect(plan).toContain("0.1.0 → 0.2.0");
  expect(comment()).toMatch(/modelSha256: "0418b5476aef[0-9a-f]+" => "[0-9a-f]+"/);
  expect(comment()).toContain(first.sha);
  expect(await work()).toEqual(before);

  const second = await infrastructure.pullRequest(1, "And once more", () => pinned((model) => model.replace("2.4", "2.5")));
  await infrastructure.preview(second);
  expect(github.comments.get(1)).toHaveLength(1);
  expect(comment()).toContain(second.sha);
  expect(github.writes).toEqual(["POST /issues/1/comments", expect.stringMatching(/^PATCH \/issues\/comments\/\d+$/)]);
  await infrastructure.merge(second);
});

test("a pull request whose file is not the pinned one is red, and its comment says why and what to do", async () => {
  const { infrastructure, github } = team;
  const change = await infrastructure.pullRequest(3, "Retrain, and forget the pin", () => infrastructure.write(words, "{}"));
  expect(await infrastructure.preview(change)).toMatchObject({ outcome: "failure" });
  const body = github.comments.get(3)?.[0]?.body;
  expect(body).toContain("### This cannot be merged as it is (production)");
  expect(body).toMatch(/words\.json has the sha256 [0-9a-f]{64}, but [0-9a-f]{64} is pinned/);
  expect(body).toContain("pulumi-algorithmia pin");
});

test("a pull request from a fork runs nothing that has a secret, and says why", async () => {
  const writes = team.github.writes.length;
  const run = await team.infrastructure.preview({ number: 1, branch: "change-1", sha: "0".repeat(40) }, "stranger/models");
  expect(run.jobs).toMatchObject([
    { id: "preview", outcome: "skipped" },
    { id: "fork", outcome: "failure", summary: expect.stringContaining("Pull requests from forks get no preview") },
  ]);
  expect(team.github.writes).toHaveLength(writes);
});

test("merging it rolls it out: two deploys at once end with one new version, and no other algorithm is touched", async () => {
  const before = await work();
  const both = await Promise.all([team.infrastructure.deploy(), team.infrastructure.deploy()]);
  // On GitHub the concurrency group makes the second wait. Here the lock on Pulumi's state turns it away.
  for (const { outcome, log } of both) if (outcome === "failure") expect(log).toContain("the stack is currently locked by 1 lock(s)");
  const { outcome, log } = await team.infrastructure.deploy();
  expect({ outcome, log }).toMatchObject({ outcome: "success" });
  expect(await versions()).toEqual({ sentiment: ["0.1.0", "0.2.0"], spam: ["0.1.0"], language: ["0.1.0"] });
  expect((await work()).builds).toBe(before.builds + 1);
});

test("a bad model is stopped by its smoke test, and the old version goes on serving", async () => {
  const { infrastructure } = team;
  // The labels were exchanged in training.
  const exchanged = (model: string) => model.replace("positive", "?").replace("negative", "positive").replace("?", "negative");
  const change = await infrastructure.pullRequest(2, "Retrain sentiment on new data", () => pinned(exchanged));
  expect(await infrastructure.preview(change)).toMatchObject({ outcome: "success" });
  await infrastructure.merge(change);

  const { outcome, log } = await infrastructure.deploy();
  expect(outcome).toBe("failure");
  expect(log).toContain("a happy customer is positive");
  expect(await versions()).toEqual({ sentiment: ["0.1.0", "0.2.0"], spam: ["0.1.0"], language: ["0.1.0"] });
  expect(await callNewest("I love it, works great")).toMatchObject({ label: "positive" });
});

test("reverting a pull request takes one commit and no build: the published version of the old pin is selected", async () => {
  const { infrastructure } = team;
  const before = await work();
  for (const [title, selected] of [
    ["Merge pull request #2", "0.2.0"],
    ["Merge pull request #1", "0.1.0"],
  ] as const) {
    const commits = Number(await infrastructure.git("rev-list", "--count", "--first-parent", "HEAD"));
    const merge = await infrastructure.git("log", "--first-parent", "--format=%H", "--grep", `^${title}$`, "-1");
    await infrastructure.git("revert", "--no-edit", "--mainline", "1", merge);
    await infrastructure.git("push", "--quiet", "origin", "main");
    expect(Number(await infrastructure.git("rev-list", "--count", "--first-parent", "HEAD"))).toBe(commits + 1);

    const { outcome, log, jobs } = await infrastructure.deploy();
    expect({ outcome, log }).toMatchObject({ outcome: "success" });
    expect(jobs[0]?.summary).toContain(`| acme/sentiment | algo://acme/sentiment/${selected} |`);
  }
  expect(await work()).toEqual(before);
  // An older version that was selected is no drift.
  expect(await infrastructure.drift()).toMatchObject({ outcome: "success" });
});
