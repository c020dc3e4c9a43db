import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createIsolation } from "../../../../platform/runner/isolation";
import { temporaryFolder } from "../../api/support";
import { bwrapFails } from "./works-here";

const folder = temporaryFolder();
const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});

test("bwrap is taken by itself where it works, and can be declined", async () => {
  expect((await createIsolation("auto", [])).kind).toBe(bwrapFails === undefined ? "bwrap" : "none");
  expect((await createIsolation("none", [])).description).toMatch(/^none \(asked for\): algorithms can read and write what/);
});

test("where it is not installed, algorithms run without and the description says why; who asks for it is told", async () => {
  process.env.PATH = folder;
  const isolation = await createIsolation("auto", []);
  expect([isolation.kind, isolation.description]).toEqual(["none", expect.stringContaining("none (bwrap is ")]);
  await expect(createIsolation("bwrap", [])).rejects.toThrow(/^Algorithms cannot be isolated with bwrap: .* --isolation auto or none\.$/);
});

test("where it is installed and may not make namespaces, as in a container, its own words are the reason", async () => {
  if (process.platform !== "linux") return;
  writeFileSync(join(folder, "bwrap"), "#!/bin/sh\necho 'bwrap: No permissions to create a new namespace' >&2\nexit 1\n");
  chmodSync(join(folder, "bwrap"), 0o755);
  process.env.PATH = [folder, path].join(delimiter);
  expect((await createIsolation("auto", [])).description).toContain(
    "none (bwrap does not work here: No permissions to create a new namespace)",
  );
});
