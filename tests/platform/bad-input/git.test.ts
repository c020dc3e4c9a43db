import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Platform, startPlatform } from "../../../platform/index";
import { cloneAddress, createAlgorithm, git, send, temporaryFolder } from "../api/support";

const folder = temporaryFolder();
const outside = join(folder, "outside");
const secret = "a text of this machine";
let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
  mkdirSync(outside);
  writeFileSync(join(outside, "secret.txt"), secret);
  writeFileSync(join(outside, "linked.py"), `TEXT = "${secret}"\n\n\ndef apply(input):\n    return TEXT\n`);
});
afterAll(() => platform.close());

const outsideFiles = () => readdirSync(outside, { recursive: true, encoding: "utf8" }).sort();

/** A clone of a new algorithm without requirements, to put something bad into. */
async function cloneOf(name: string): Promise<string> {
  await createAlgorithm(platform, name);
  const clone = mkdtempSync(join(folder, `${name}-`));
  await git(folder, "clone", "--quiet", cloneAddress(platform, name), clone);
  writeFileSync(join(clone, "requirements.txt"), "");
  return clone;
}

async function pushed(clone: string): Promise<void> {
  await git(clone, "add", "--all");
  await git(clone, "commit", "--quiet", "-m", "bad");
  await git(clone, "push", "--quiet");
}

test.each([
  ["requirements.txt", "secret.txt"],
  ["algorithmia.conf", "secret.txt"],
  ["src/leak.py", "linked.py"],
  ["src", ""],
  ["notes", "not-there"],
])("a link at %s that leads out of the repository fails the build, is not read and not written through", async (path, target) => {
  const name = path === "src/leak.py" ? "leak" : `leak${path.replace(/\W/g, "")}`;
  const clone = await cloneOf(name);
  if (path === "src") writeFileSync(join(outside, `${name}.py`), "def apply(input):\n    return input\n");
  rmSync(join(clone, path), { recursive: true, force: true });
  symlinkSync(join(outside, target), join(clone, path));
  const before = outsideFiles();
  await pushed(clone);
  const { json, text } = await send(platform, "POST", `/v1/algorithms/demo/${name}/compile`);
  expect([json.compilation.successful, json.compilation.output]).toEqual([false, expect.stringMatching(/leads out of the repository/)]);
  expect(text).not.toContain(secret);
  expect(outsideFiles()).toEqual(before);
});

test("a link within the repository is followed", async () => {
  const clone = await cloneOf("inner");
  writeFileSync(join(clone, "src/inner.py"), "from .other import apply\n");
  writeFileSync(join(clone, "real.py"), "def apply(input):\n    return input\n");
  symlinkSync("../real.py", join(clone, "src/other.py"));
  rmSync(join(clone, "src/inner_test.py"));
  await pushed(clone);
  expect((await send(platform, "POST", "/v1/algorithms/demo/inner/compile")).json.compilation).toMatchObject({ successful: true });
});

test("a hook that is pushed is a file like any other, and never run", async () => {
  const clone = await cloneOf("hooked");
  const trace = join(folder, "hook-ran");
  for (const path of ["hooks/post-receive", "hooks/post-checkout", "githooks/post-update", ".githooks/pre-receive"]) {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), `#!/bin/sh\ntouch ${trace}\n`);
    chmodSync(join(clone, path), 0o755);
  }
  writeFileSync(join(clone, "src/hooked.py"), "def apply(input):\n    return input\n");
  writeFileSync(join(clone, ".gitattributes"), "* filter=evil\n");
  writeFileSync(join(clone, ".gitconfig"), `[core]\n\thooksPath = hooks\n[filter "evil"]\n\tsmudge = touch ${trace}\n`);
  await pushed(clone);
  expect((await send(platform, "POST", "/v1/algorithms/demo/hooked/compile")).json.compilation).toMatchObject({ successful: true });
  expect(existsSync(trace)).toBe(false);
});

test.each([
  [".git/hooks/post-receive", "100755"],
  [".GIT/config", "100644"],
  ["../outside/planted", "100644"],
  [".gitmodules", "120000"],
])("a tree with %s is refused, and the head stays", async (path, mode) => {
  const name = `tree${path.replace(/\W/g, "")}`;
  const clone = await cloneOf(name);
  const head = await git(clone, "rev-parse", "HEAD");
  const commit = await commitOf(clone, path.split("/"), mode);
  await expect(git(clone, "push", "origin", `${commit}:refs/heads/master`)).rejects.toThrow(/rejected|fsck|unpack/);
  expect(await git(clone, "ls-remote", "origin", "refs/heads/master")).toContain(head);
  expect(outsideFiles()).not.toContain("planted");
  expect((await send(platform, "GET", `/v1/algorithms/demo/${name}/builds`)).json.results).toEqual([]);
});

/** A commit with a tree that git itself would not make. */
async function commitOf(clone: string, parts: string[], mode: string): Promise<string> {
  writeFileSync(join(clone, "payload"), "../../../etc/passwd");
  let entry = { mode, id: await git(clone, "hash-object", "-w", "payload") };
  for (const part of [...parts].reverse()) {
    const raw = Buffer.concat([Buffer.from(`${entry.mode.replace(/^0/, "")} ${part}\0`), Buffer.from(entry.id, "hex")]);
    writeFileSync(join(clone, "tree"), raw);
    entry = { mode: "40000", id: await git(clone, "hash-object", "-w", "-t", "tree", "--literally", "tree") };
  }
  return git(clone, "commit-tree", "-p", "HEAD", "-m", "bad", entry.id);
}

test("a branch whose name leads out of the repository is refused", async () => {
  const clone = await cloneOf("refs");
  for (const ref of ["refs/heads/../../hooks/post-receive", "refs/heads/x.lock", "refs/heads/x\u0001y"]) {
    await expect(git(clone, "push", "origin", `HEAD:${ref}`)).rejects.toThrow();
  }
  expect((await send(platform, "GET", "/v1/algorithms/demo/refs/builds")).json.results).toEqual([]);
});
