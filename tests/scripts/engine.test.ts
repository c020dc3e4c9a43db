import { chmodSync, mkdirSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inNode, root } from "./in-node";
import { temporaryFolder } from "./temporary";

interface Found {
  pulumi?: string;
  source?: string;
  version?: string;
  reason?: string;
}

const folder = temporaryFolder();
const launcher = "pulumi-resource-pulumi-nodejs";

/** A program that tells a version, as `pulumi version` does. */
function writeCli(path: string, version: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho ${version}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Looks on a PATH that holds only `folders`, with the cache in the test's folder. */
async function onPath(...folders: string[]): Promise<Found> {
  const environment = { PATH: folders.join(":"), XDG_CACHE_HOME: join(folder(), "cache") };
  return inNode(`
    const { engineOnPath } = await load("engine/on-path.mjs");
    return engineOnPath({ root: ${JSON.stringify(root)}, environment: ${JSON.stringify(environment)} });
  `);
}

test("a CLI on PATH with its launcher at its side is used where it is", async () => {
  const pulumi = writeCli(join(folder(), "installed/bin/pulumi"), "v3.240.1");
  writeCli(join(folder(), "installed/bin", launcher), "launcher");
  expect(await onPath(join(folder(), "installed/bin"))).toEqual({ pulumi, version: "3.240.1" });
});

test("a CLI on PATH without the launcher gets an installation of links in the cache", async () => {
  const pulumi = writeCli(join(folder(), "tools/pulumi"), "v3.259.0");
  const found = await onPath(join(folder(), "tools"));
  expect(found.version).toBe("3.259.0");
  expect(found.pulumi).toMatch(/\/cache\/pulumi-algorithmia\/engine\/path-[0-9a-f]{12}\/bin\/pulumi$/);
  expect(readlinkSync(found.pulumi!)).toBe(pulumi);
  expect(statSync(join(dirname(found.pulumi!), launcher)).mode & 0o777).toBe(0o755);
});

test("a CLI on PATH that is too old, broken or says nonsense is refused with the reason", async () => {
  const pulumi = writeCli(join(folder(), "old/pulumi"), "v3.199.0");
  expect(await onPath(dirname(pulumi))).toEqual({ reason: `${pulumi} is version 3.199.0, 3.200 or newer is needed` });
  writeCli(pulumi, "hello");
  expect(await onPath(dirname(pulumi))).toEqual({ reason: `${pulumi} does not tell its version (it says "hello")` });
  writeFileSync(pulumi, "#!/bin/sh\necho cannot start >&2\nexit 1\n");
  expect(await onPath(dirname(pulumi))).toEqual({ reason: `${pulumi} does not run: cannot start` });
});

test("folders, and files that are not programs, are no CLI", async () => {
  mkdirSync(join(folder(), "a/pulumi"), { recursive: true });
  mkdirSync(join(folder(), "b"));
  writeFileSync(join(folder(), "b/pulumi"), "not a program");
  expect(await onPath(join(folder(), "a"), join(folder(), "b"), "relative")).toEqual({ reason: "no program named pulumi is on PATH" });
});

test("the cached CLI is found for every clone, and an outdated launcher beside it is refreshed", async () => {
  const cache = join(folder(), "cache");
  const pulumi = writeCli(join(cache, "pulumi-algorithmia/engine/3.259.0/bin/pulumi"), "v3.259.0");
  writeFileSync(join(dirname(pulumi), launcher), "of another version");
  const environment = { PATH: "", XDG_CACHE_HOME: cache };
  const found = await inNode<Found>(`
    const { findEngine } = await load("engine/find.mjs");
    return findEngine({ root: ${JSON.stringify(root)}, environment: ${JSON.stringify(environment)} });
  `);
  expect(found).toEqual({ pulumi, source: "cache", version: "3.259.0" });
  const installed = join(root, "node_modules/@pulumi/pulumi", launcher);
  expect(readFileSync(join(dirname(pulumi), launcher))).toEqual(readFileSync(installed));
});

test("what is obtained appears in one step: the way that fails leaves nothing, the way that works leaves a whole installation", async () => {
  const target = join(folder(), "engine/3.259.0");
  const outcome = await inNode<{ source: string; names: string[]; said: string[] }>(`
    const { obtainEngine } = await load("engine/obtain.mjs");
    const { mkdirSync, writeFileSync, readdirSync } = await import("node:fs");
    const said = [];
    const progress = { begin() {}, update() {}, clear() {}, end() {}, line: (text) => said.push(text) };
    const ways = [
      { source: "installer", name: "One way", obtain: async ({ folder }) => { mkdirSync(folder); return "no network"; } },
      { source: "go", name: "Another way", obtain: async ({ folder }) => {
        mkdirSync(folder + "/bin", { recursive: true });
        writeFileSync(folder + "/bin/pulumi", "#!/bin/sh\\necho v3.259.0\\n", { mode: 0o755 });
      } },
    ];
    const { source } = await obtainEngine({ root: ${JSON.stringify(root)}, parent: ${JSON.stringify(dirname(target))}, target: ${JSON.stringify(target)}, progress, ways });
    return { source, names: readdirSync(${JSON.stringify(dirname(target))}), said };
  `);
  expect(outcome).toEqual({ source: "go", names: ["3.259.0"], said: ["One way: no network."] });
  expect(statSync(join(target, "bin", launcher)).isFile()).toBe(true);
});

test("without Go the build says so instead of failing", async () => {
  symlinkSync(process.execPath, join(folder(), "node"));
  const reason = await inNode<string>(
    `
    const { buildWithGo } = await load("engine/go-build.mjs");
    return buildWithGo({ folder: ${JSON.stringify(folder())} + "/out", scratch: ${JSON.stringify(folder())} + "/module", progress: {} });
  `,
    { env: { PATH: folder() } },
  );
  expect(reason).toBe("Go is not installed");
  rmSync(join(folder(), "node"));
});

test("when no way works the text names each with its reason, and what would help", async () => {
  const text = await inNode<string>(`
    const { noEngine } = await load("engine/find.mjs");
    return noEngine([["PATH", "none"], ["The cache", "empty"], ["The official installer", "unreachable"], ["A build with Go", "no Go"]].map(([name, reason]) => ({ name, reason })));
  `);
  for (const line of ["1. PATH: none.", "2. The cache: empty.", "3. The official installer: unreachable.", "4. A build with Go: no Go."]) {
    expect(text).toContain(line);
  }
  expect(text).toContain("install the Pulumi CLI 3.200 or newer");
});
