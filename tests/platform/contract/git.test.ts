import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch, type Platform } from "../../../platform/index";
import { cloneAddress, createAlgorithm, git, scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
let platform: Platform;
beforeAll(async () => {
  platform = await launch({}, scriptedEngines({}));
  await createAlgorithm(platform, "Hosted");
});
afterAll(() => platform.close());

const cloned = async (address: string): Promise<string> => {
  const clone = mkdtempSync(join(folder, "clone-"));
  await git(folder, "clone", "--quiet", address, clone);
  return clone;
};

test("reference 6: right after create there is a repository with the template, on master", async () => {
  const clone = await cloned(cloneAddress(platform, "Hosted"));
  expect((await git(clone, "ls-files")).split("\n")).toEqual(
    expect.arrayContaining(["algorithmia.conf", "requirements.txt", "src/Hosted.py", "src/Hosted_test.py", "src/__init__.py"]),
  );
  expect(await git(clone, "symbolic-ref", "HEAD")).toBe("refs/heads/master");
  expect(JSON.parse(readFileSync(join(clone, "algorithmia.conf"), "utf8"))).toEqual({
    username: "demo",
    algoname: "Hosted",
    language: expect.stringMatching(/^python/),
  });
  expect(readFileSync(join(clone, "src/Hosted.py"), "utf8")).toContain('return "hello {}".format(input)');
});

test("reference 1.2: a key with / and + works in a clone address, encoded", async () => {
  const key = "sim/+aaaaaaaaaaaaaaaaaaaaaaa";
  const permissions = { allow_algo_management: true };
  const imported = await send(platform, "POST", "/v1/admin/users/demo/keys", {
    key: platform.adminKey,
    body: { api_key: key, permissions },
  });
  expect([imported.status, imported.json?.api_key]).toEqual([200, key]);
  await cloned(cloneAddress(platform, "Hosted", key));
  await cloned(cloneAddress(platform, "Hosted", encodeURIComponent(key)));
});

test("reference 6: a force push is rejected", async () => {
  const clone = await cloned(cloneAddress(platform, "Hosted"));
  await git(clone, "commit", "--quiet", "--allow-empty", "-m", "one");
  await git(clone, "push", "--quiet", "origin", "master");
  await git(clone, "commit", "--quiet", "--amend", "--allow-empty", "-m", "other");
  await expect(git(clone, "push", "--force", "origin", "master")).rejects.toThrow(/rejected/);
});

test("reference 6: one push of many commits is one build, of its head", async () => {
  await createAlgorithm(platform, "Many");
  const clone = await cloned(cloneAddress(platform, "Many"));
  for (const text of ["one", "two", "three"]) {
    writeFileSync(join(clone, "note"), text);
    await git(clone, "add", "note");
    await git(clone, "commit", "--quiet", "-m", text);
  }
  await git(clone, "push", "--quiet", "origin", "master");
  const { results } = (await send(platform, "GET", "/v1/algorithms/demo/Many/builds")).json;
  expect(results.map((build: { commit_sha: string }) => build.commit_sha)).toEqual([await git(clone, "rev-parse", "HEAD")]);
});
