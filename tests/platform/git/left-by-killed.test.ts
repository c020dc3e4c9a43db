import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../../../platform/index";
import { pathsBelow } from "../../support/files-below";
import { cloneAddress, createAlgorithm, eventually, git, pushChange, scriptedEngines, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
const dataDir = join(folder, "data");
const start = () => launch({ dataDir }, scriptedEngines({}));

test("locks and half-received objects that a killed git left are gone after the next start, and pushes go on", async () => {
  const first = await start();
  const { id } = await createAlgorithm(first, "left");
  await first.close();
  const repository = join(dataDir, "repositories", `${id}.git`);
  const left = ["HEAD.lock", "packed-refs.lock", "refs/heads/master.lock", "objects/tmp_objdir-incoming-Ab", "objects/pack/tmp_pack_Ab"];
  for (const path of left) {
    mkdirSync(join(repository, path, ".."), { recursive: true });
    if (path.includes("objdir")) mkdirSync(join(repository, path));
    else writeFileSync(join(repository, path), "");
    utimesSync(join(repository, path), 0, 0);
  }
  const second = await start();
  const seen = () => pathsBelow(repository).filter((path) => left.includes(path));
  await eventually(() => seen().length === 0);
  expect(await pushChange(second, folder, "left", { note: "after" })).toMatch(/^[0-9a-f]{40}$/);
  await second.close();
});

test("a head that a git moved when its platform was gone is built when it is pushed again", async () => {
  const platform = await start();
  const { id } = await createAlgorithm(platform, "late");
  const clone = join(folder, "late");
  await git(folder, "clone", "--quiet", cloneAddress(platform, "late"), clone);
  await git(clone, "commit", "--quiet", "--allow-empty", "-m", "late");
  await git(clone, "push", "--quiet", join(dataDir, "repositories", `${id}.git`), "HEAD:master");
  const builds = async () => (await send(platform, "GET", "/v1/algorithms/demo/late/builds")).json.results;
  expect(await builds()).toEqual([]);
  await git(clone, "push", "--quiet", "origin", "HEAD:master");
  expect(await builds()).toMatchObject([{ commit_sha: await git(clone, "rev-parse", "HEAD") }]);
  await platform.close();
});
