import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findOrigin, type Origin, originOf, originTrailers } from "../../../../provider/rollout/origin";
import { ciOrigin } from "../../../../provider/rollout/origin/ci";
import { pullRequestIn } from "../../../../provider/rollout/origin/pull-request";
import { publicAddress, webAddress } from "../../../../provider/rollout/origin/repository-address";

const commit = "0a1b2c3d".repeat(5);
const repository = "https://github.com/acme/infra";

describe("an address of a repository", () => {
  test.each([
    ["https://github.com/acme/infra.git", "https://github.com/acme/infra.git", "https://github.com/acme/infra"],
    ["https://x-access-token:ghs_secret@github.com/acme/infra", "https://github.com/acme/infra", "https://github.com/acme/infra"],
    ["https://ghp_secret@github.com/acme/infra/", "https://github.com/acme/infra", "https://github.com/acme/infra"],
    ["https://git.acme.example/infra.git?private_token=secret#x", "https://git.acme.example/infra.git", "https://git.acme.example/infra"],
    ["git@github.com:acme/infra.git", "ssh://git@github.com/acme/infra.git", "https://github.com/acme/infra"],
    ["secret@git.acme.example:acme/infra.git", "ssh://git.acme.example/acme/infra.git", undefined],
    ["ssh://git:secret@git.acme.example:2222/acme/infra.git", "ssh://git@git.acme.example:2222/acme/infra.git", undefined],
    ["https://github.com/acme/in\nfra", "https://github.com/acme/infra", "https://github.com/acme/infra"],
  ])("%j is told without credentials, on one line", (remote, told, web) => {
    expect(publicAddress(remote)).toBe(told);
    expect(webAddress(told)).toBe(web);
  });

  test.each(["", "/srv/git/infra.git", "../infra.git", "C:\\infra", "C:/infra", "file:///srv/git/infra.git"])(
    "%j is none that others could use",
    (remote) => {
      expect(publicAddress(remote)).toBeUndefined();
    },
  );
});

describe("the pull request in a commit message", () => {
  test.each([
    ["Merge pull request #12 from acme/better\n\nBetter weights", repository, `${repository}/pull/12`],
    ["Better weights (#12)\n\n* fix (#11)", repository, `${repository}/pull/12`],
    ['Revert "Better weights (#12)" (#13)', repository, `${repository}/pull/13`],
    ["Better weights (#12)", "ssh://git@github.com/acme/infra.git", `${repository}/pull/12`],
    ["Better weights (#12)", "https://github.acme.example/ml/infra", "https://github.acme.example/ml/infra/pull/12"],
    ["Better weights (#12)", "https://git.acme.example/ml/infra", "#12"],
    ["Better weights (#12)", undefined, "#12"],
    ["Merged in better (pull request #12)", "https://bitbucket.org/acme/infra", "#12"],
    ["Merged PR 12: better weights", undefined, "#12"],
    [
      "Merge branch 'better' into 'main'\n\nBetter\n\nSee merge request ml/infra!12",
      "https://gitlab.com/ml/infra.git",
      "https://gitlab.com/ml/infra/-/merge_requests/12",
    ],
    ["Merge branch 'better'\n\nSee merge request ml/infra!12", undefined, "!12"],
    ["Fixes issue #12 of the loader", repository, undefined],
    ["Better weights\n\nas in (#12)", repository, undefined],
    ["", repository, undefined],
  ])("%j in %s is %s", (message, at, expected) => {
    expect(pullRequestIn(message, at)).toBe(expected);
  });
});

describe("what CI says", () => {
  const gitHub = { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "acme/infra", GITHUB_SHA: commit };
  test.each<[string, NodeJS.ProcessEnv, ReturnType<typeof ciOrigin>]>([
    [
      "GitHub, a pull request",
      { ...gitHub, GITHUB_REF: "refs/pull/12/merge" },
      { commit, repository, pullRequest: `${repository}/pull/12` },
    ],
    ["GitHub, a branch", { ...gitHub, GITHUB_REF: "refs/heads/main" }, { commit, repository }],
    ["GitHub, a sha that is none", { ...gitHub, GITHUB_SHA: "main" }, undefined],
    [
      "GitLab, a merge request, with a token in the address",
      { CI_PROJECT_URL: "https://ci:secret@gitlab.com/ml/infra", CI_COMMIT_SHA: commit, CI_MERGE_REQUEST_IID: "7" },
      { commit, repository: "https://gitlab.com/ml/infra", pullRequest: "https://gitlab.com/ml/infra/-/merge_requests/7" },
    ],
    [
      "GitLab, a branch",
      { CI_PROJECT_URL: "https://gitlab.com/ml/infra", CI_COMMIT_SHA: commit },
      { commit, repository: "https://gitlab.com/ml/infra" },
    ],
    ["no CI", {}, undefined],
  ])("%s", (_, environment, expected) => {
    expect(ciOrigin(environment)).toEqual(expected);
  });
});

describe("trailers", () => {
  test.each<Origin>([
    { commit, dirty: false },
    { commit, dirty: true, repository, pullRequest: "#12" },
    { commit, dirty: false, repository: "ssh://git@github.com/acme/infra.git", pullRequest: `${repository}/pull/12` },
    { commit, dirty: false, pullRequest: "!12" },
  ])("%j reads back", (origin) => {
    const trailers = originTrailers(origin);
    expect(trailers.every((line) => /^Rollout-[A-Za-z-]+: \S.*$/.test(line))).toBe(true);
    expect(originOf(`Serve x\n\nModel-Bytes: 1\n${trailers.join("\n")}\n`)).toEqual(origin);
  });

  test.each([
    ["Rollout-Commit: main", undefined],
    [`rollout-commit: ${commit}`, undefined],
    [
      `Rollout-Commit: ${commit}\nRollout-Repository: https://me:secret@github.com/acme/infra\nRollout-Pull-Request: \u001b[31mred`,
      { commit, dirty: false, repository },
    ],
  ])("of %j only what looks as written here is taken", (message, expected) => {
    expect(originOf(message)).toEqual(expected);
  });
});

describe("a checkout", () => {
  let folder: string;
  const environment = { PATH: process.env.PATH };
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false", ...args], { cwd: folder })
      .toString()
      .trim();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "origin-"));
    git("init", "--quiet");
    writeFileSync(join(folder, "models.yaml"), "algorithms: {}\n");
    git("add", ".");
    git("commit", "--quiet", "-m", "Better weights (#12)");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("tells commit, repository without its token, and the pull request of its message", async () => {
    git("remote", "add", "origin", "https://token:secret@github.com/acme/infra.git");
    expect(await findOrigin(folder, environment)).toEqual({
      commit: git("rev-parse", "HEAD"),
      dirty: false,
      repository: "https://github.com/acme/infra.git",
      pullRequest: `${repository}/pull/12`,
    });
  });

  test("is dirty when a tracked file differs, not when one is new", async () => {
    writeFileSync(join(folder, "model.pkl"), "weights");
    expect(await findOrigin(folder, environment)).toMatchObject({ dirty: false });
    writeFileSync(join(folder, "models.yaml"), "# changed\n");
    expect(await findOrigin(folder, environment)).toEqual({ commit: git("rev-parse", "HEAD"), dirty: true, pullRequest: "#12" });
  });

  test("counts more than what CI says of another repository, and takes from CI what it says of this one", async () => {
    const head = git("rev-parse", "HEAD");
    const ci = { ...environment, GITHUB_REPOSITORY: "acme/other", GITHUB_SHA: commit, GITHUB_REF: "refs/pull/9/merge" };
    expect(await findOrigin(folder, ci)).toEqual({ commit: head, dirty: false, pullRequest: "#12" });
    expect(await findOrigin(folder, { ...ci, GITHUB_SHA: head })).toMatchObject({
      commit: head,
      pullRequest: "https://github.com/acme/other/pull/9",
    });
    git("remote", "add", "origin", "git@github.com:acme/other.git");
    expect(await findOrigin(folder, ci)).toMatchObject({ commit: head, pullRequest: "https://github.com/acme/other/pull/9" });
  });

  test("GIT_DIR of a hook around us does not mislead", async () => {
    expect(await findOrigin(folder, { ...environment, GIT_DIR: "/nowhere" })).toMatchObject({ commit: git("rev-parse", "HEAD") });
  });

  test("is none in a plain folder or without git, where CI alone may tell", async () => {
    const plain = mkdtempSync(join(tmpdir(), "plain-"));
    expect(await findOrigin(plain, environment)).toBeUndefined();
    expect(await findOrigin(folder, { PATH: plain })).toBeUndefined();
    expect(await findOrigin(plain, { ...environment, CI_PROJECT_URL: "https://gitlab.com/ml/infra", CI_COMMIT_SHA: commit })).toEqual({
      commit,
      dirty: false,
      repository: "https://gitlab.com/ml/infra",
    });
    rmSync(plain, { recursive: true });
  });
});
