import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { launch, type Platform } from "../../../platform/index";
import { openStore } from "../../../platform/store";
import { cloneAddress, createAlgorithm, eventually, git, pushChange, scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
const dataDir = temporaryFolder();
const engines = scriptedEngines({});
let platform: Platform;
beforeAll(async () => {
  platform = await launch({ dataDir }, engines);
});
afterAll(() => platform.close());

const builds = async (name: string) => (await send(platform, "GET", `/v1/algorithms/demo/${name}/builds`)).json.results;

test("a new algorithm is cloned with the template of a Python algorithm on master", async () => {
  await createAlgorithm(platform, "fresh");
  const clone = join(folder, "fresh");
  await git(folder, "clone", "--quiet", cloneAddress(platform, "fresh"), clone);
  expect((await git(clone, "ls-files")).split("\n")).toEqual([
    "README.md",
    "algorithmia.conf",
    "requirements.txt",
    "src/__init__.py",
    "src/fresh.py",
    "src/fresh_test.py",
  ]);
  expect(await git(clone, "branch", "--show-current")).toBe("master");
  expect(JSON.parse(await git(clone, "show", "HEAD:algorithmia.conf"))).toMatchObject({ username: "demo", algoname: "fresh" });
  expect(await builds("fresh")).toEqual([]);
});

test("a push of several commits is one build of the head, recorded when git returns", async () => {
  await createAlgorithm(platform, "pushed");
  const clone = join(folder, "pushed");
  await git(folder, "clone", "--quiet", cloneAddress(platform, "pushed"), clone);
  for (const text of ["one", "two", "three"]) {
    await writeFile(join(clone, "note"), text);
    await git(clone, "add", "note");
    await git(clone, "commit", "--quiet", "-m", text);
  }
  await git(clone, "push", "--quiet");
  expect((await builds("pushed")).map((build: { commit_sha: string }) => build.commit_sha)).toEqual([
    await git(clone, "rev-parse", "HEAD"),
  ]);
});

test("a push to another branch builds nothing", async () => {
  await createAlgorithm(platform, "branched");
  const clone = join(folder, "branched");
  await git(folder, "clone", "--quiet", cloneAddress(platform, "branched"), clone);
  await git(clone, "push", "--quiet", "origin", "HEAD:refs/heads/feature");
  expect(await builds("branched")).toEqual([]);
});

test("a pack of several megabytes goes through", async () => {
  await createAlgorithm(platform, "heavy");
  const commit = await pushChange(platform, folder, "heavy", { "data.txt": randomBytes(3_000_000).toString("base64") });
  expect((await builds("heavy"))[0].commit_sha).toBe(commit);
});

test("force pushes and deletions of master are refused and change nothing", async () => {
  await createAlgorithm(platform, "strict");
  const commit = await pushChange(platform, folder, "strict", { note: "1" });
  const clone = mkdtempSync(join(folder, "strict-"));
  await git(folder, "clone", "--quiet", cloneAddress(platform, "strict"), clone);
  await git(clone, "commit", "--quiet", "--amend", "-m", "rewritten");
  await expect(git(clone, "push", "--force", "origin", "HEAD:master")).rejects.toThrow(/denying non-fast-forward|remote rejected/);
  await expect(git(clone, "push", "origin", ":master")).rejects.toThrow(/remote rejected/);
  expect(await git(clone, "ls-remote", "origin", "refs/heads/master")).toContain(commit);
  expect(await builds("strict")).toHaveLength(1);
});

test("a wrong key, no key, another user name, and a key that may not manage algorithms are refused", async () => {
  await createAlgorithm(platform, "closed");
  const permissions = { allow_data: true, allow_algo: true, algo_acl: ["algo://*"] };
  const restricted = (await send(platform, "POST", "/v1/users/demo/keys", { body: { key_type: "AlgorithmKey", permissions } })).json
    .api_key;
  await expect(git(folder, "clone", cloneAddress(platform, "closed", "simWRONG"), "no1")).rejects.toThrow(/Authentication failed/);
  await expect(git(folder, "clone", `${platform.gitUrl}/demo/closed.git`, "no2")).rejects.toThrow(/could not read Username/);
  await expect(git(folder, "clone", cloneAddress(platform, "closed").replace("demo:", "someone:"), "no3")).rejects.toThrow(
    /Authentication failed/,
  );
  await expect(git(folder, "clone", cloneAddress(platform, "closed", restricted), "no4")).rejects.toThrow(/403/);
  await expect(git(folder, "clone", cloneAddress(platform, "absent"), "no5")).rejects.toThrow(/not found/);
});

test("another account's key does not open the repository", async () => {
  await createAlgorithm(platform, "mine");
  await send(platform, "POST", "/v1/users", { key: platform.adminKey, body: { username: "rival" } });
  const permissions = { allow_algo_management: true };
  const key = (await send(platform, "POST", "/v1/users/rival/keys", { key: platform.adminKey, body: { permissions } })).json.api_key;
  await expect(git(folder, "clone", cloneAddress(platform, "mine", key), "no6")).rejects.toThrow(/403/);
});

test("the address works without .git, in any case, and with the API's own header", async () => {
  await createAlgorithm(platform, "Forms");
  const header = `http.extraHeader=Authorization: Simple ${platform.apiKey}`;
  expect(await git(folder, "-c", header, "ls-remote", `${platform.gitUrl}/DEMO/forms`)).toContain("refs/heads/master");
  expect(await git(folder, "-c", "protocol.version=2", "ls-remote", cloneAddress(platform, "FORMS"))).toContain("refs/heads/master");
});

test.each([
  "/git/demo/fresh.git/config",
  "/git/demo/fresh.git/objects/info/packs",
  "/git/demo/fresh.git/info/refs",
  "/git/../platform.db",
  "/git/demo/..%2f..%2fx.git/info/refs?service=git-upload-pack",
])("%s is not served", async (path) => {
  expect((await send(platform, "GET", path)).status).toBe(404);
});

test("clones and pushes appear in the request log, without their keys", async () => {
  const log = await send(platform, "GET", "/platform/requests", { key: platform.adminKey });
  expect(log.json).toContainEqual(
    expect.objectContaining({ method: "POST", path: "/git/demo/pushed.git/git-receive-pack", status: 200, owner: "demo" }),
  );
  expect(log.text).not.toContain(platform.apiKey);
});

test("a push whose build was not recorded before a crash is built at the next start", async () => {
  await createAlgorithm(platform, "missed");
  const clone = join(folder, "missed");
  await git(folder, "clone", "--quiet", cloneAddress(platform, "missed"), clone);
  await platform.close();
  await git(clone, "commit", "--quiet", "--allow-empty", "-m", "pushed at the last moment");
  const id = repositoryOf("missed");
  await git(clone, "push", "--quiet", join(dataDir, "repositories", `${id}.git`), "master");
  platform = await launch({ dataDir }, engines);
  const [build] = await eventually(async () => {
    const found = await builds("missed");
    return found.length > 0 && found;
  });
  expect(build.commit_sha).toBe(await git(clone, "rev-parse", "HEAD"));
});

function repositoryOf(name: string): string {
  const store = openStore(join(dataDir, "platform.db"));
  const id = store.algorithms.find("demo", name)!.id;
  store.close();
  return id;
}
