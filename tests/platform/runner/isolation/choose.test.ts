import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createIsolation } from "../../../../platform/runner/isolation";
import { createOwnUsers } from "../../../../platform/runner/isolation/own-users";
import { noOwnUsers } from "../../../../platform/runner/isolation/users";
import { temporaryFolder } from "../../api/support";
import { bwrapFails } from "./works-here";

const folder = temporaryFolder();
const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});

// Root gives instances users of their own where they can reach what they need.
const without = ["users", "none"];

test("bwrap is taken by itself where it works, and can be declined", async () => {
  expect(bwrapFails === undefined ? ["bwrap"] : without).toContain((await createIsolation("auto", [])).kind);
  expect((await createIsolation("none", [])).description).toMatch(/^none \(asked for\): algorithms can read and write what/);
});

test("where it is not installed, what is taken instead says why; who asks for it is told", async () => {
  process.env.PATH = folder;
  const isolation = await createIsolation("auto", []);
  expect(without).toContain(isolation.kind);
  expect(isolation.description).toMatch(new RegExp(`^${isolation.kind}\\b.*\\(bwrap is (not installed|for Linux)`));
  await expect(createIsolation("bwrap", [])).rejects.toThrow(/^Algorithms cannot be isolated with bwrap: .* --isolation auto or none\.$/);
});

test("where it is installed and may not make namespaces, as in a container, its own words are the reason", async () => {
  if (process.platform !== "linux") return;
  writeFileSync(join(folder, "bwrap"), "#!/bin/sh\necho 'bwrap: No permissions to create a new namespace' >&2\nexit 1\n");
  chmodSync(join(folder, "bwrap"), 0o755);
  process.env.PATH = [folder, path].join(delimiter);
  expect((await createIsolation("auto", [])).description).toContain("(bwrap does not work here: No permissions to create a new namespace");
});

const refused = noOwnUsers();

test("users of their own are for root on Linux, whose files others may read", async () => {
  if (refused !== undefined) {
    await expect(createIsolation("users", [])).rejects.toThrow(`isolated with users: ${refused}`);
    return;
  }
  const umask = process.umask(0o077);
  await expect(createIsolation("users", [])).rejects.toThrow("isolated with users: its umask hides what it makes from other users.");
  process.umask(umask);
});

test("users of their own need what a container may have taken from root, which is named", async () => {
  if (refused !== undefined) return;
  const command = [process.execPath, join(__dirname, "..", "call-and-wait.cjs"), "{}", "", "users"];
  const { status, stderr } = spawnSync("setpriv", ["--bounding-set=-kill,-chown", "--inh-caps=-kill,-chown", ...command], {
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([1, expect.stringContaining("isolated with users: root lacks CAP_CHOWN and CAP_KILL.")]);
});

test("without a view of their own they need a way to the platform's files, and what is in it is named", async () => {
  const closed = join(folder, "closed");
  mkdirSync(join(closed, "data"), { recursive: true, mode: 0o700 });
  const refusal = await createOwnUsers([join(closed, "data")], [], { withViews: false });
  const closedTo = /^only its owner can enter \S+, where files lie that they need; "chmod o\+x \S+" opens it$/;
  expect(refusal).toEqual(refused ?? expect.stringMatching(closedTo));
});
