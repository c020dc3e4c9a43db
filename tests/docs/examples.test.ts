import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const { version } = JSON.parse(read("provider/package.json")) as { version: string };
const examples = readdirSync(join(root, "examples"));
const minor = version.replace(/\.\d+$/, "");

test("every example asks for this release of pulumi-algorithmia, which ^ of an earlier 0.x would not", () => {
  const packages = examples.map((name) => `examples/${name}/package.json`).filter((path) => existsSync(join(root, path)));
  const asked = packages.map((path) => {
    const { dependencies = {} } = JSON.parse(read(path)) as { dependencies?: Record<string, string> };
    return [path, dependencies["pulumi-algorithmia"] ?? `^${minor}.0`];
  });
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(([, range]) => !range!.startsWith(`^${minor}.`))).toEqual([]);
});

test("a tarball that a page names is the one that `npm pack` makes", () => {
  const docs = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
  const pages = [
    "README.md",
    "provider/README.md",
    ...docs.map((name) => `docs/${name}`),
    ...examples.map((name) => `examples/${name}/README.md`),
  ];
  const named = pages.flatMap((path) => [...read(path).matchAll(/pulumi-algorithmia-\d[\w.]*\.tgz/g)].map(([file]) => `${path}: ${file}`));
  expect(named.filter((line) => !line.endsWith(`: pulumi-algorithmia-${version}.tgz`))).toEqual([]);
});
