import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(__dirname, "..", "..");
const examples = readdirSync(join(root, "examples")).map((name) => join("examples", name));
const folders = ["", "docs", "provider", "platform", "bench", ...examples];
const pages = folders.flatMap((folder) => {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".md"));
  return names.map((name) => join(folder, name));
});

/** A page's text without its blocks of code, where brackets are no links and # no headings. */
const proseOf = (page: string) => readFileSync(join(root, page), "utf8").replace(/^```[\s\S]*?^```/gm, "");

/** The names that GitHub gives to a page's headings. */
function anchorsOf(page: string): string[] {
  const headings = [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-"),
  );
}

test.each(pages)("every link of %s leads to something", (page) => {
  const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link).filter((link) => !/^\w+:/.test(link));
  const broken = links.filter((link) => {
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : join(dirname(page), path);
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && target.endsWith(".md") && !anchorsOf(target).includes(anchor);
  });
  expect(broken).toEqual([]);
});

test.each(["CONTRIBUTING.md", "docs/architecture.md"])("every file and folder that %s names is there", (page) => {
  const rooms = "provider|platform|tests|scripts|bench|docs|examples";
  const named = [...proseOf(page).matchAll(new RegExp(`\`((?:${rooms})/[^\`\\s]+)\``, "g"))].flatMap(([, path = ""]) => alternatives(path));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !path.includes("<") && !existsSync(join(root, path)))).toEqual([]);
});

/** `a/{b,c}.ts` → `a/b.ts` and `a/c.ts` */
function alternatives(path: string): string[] {
  const [, before, within, after] = /^(.*)\{(.*)\}(.*)$/.exec(path) ?? [];
  return within === undefined ? [path] : within.split(",").map((each) => `${before}${each}${after}`);
}
