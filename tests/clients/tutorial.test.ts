import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { eventually, temporaryFolder } from "../platform/api/support";
import { killCommands, spawnCommand } from "../platform/cli/command";
import { officialClients } from "./python";

const run = promisify(execFile);
const page = readFileSync(join(__dirname, "..", "..", "docs", "tutorial-scikit-learn.md"), "utf8");

const folder = temporaryFolder();
afterAll(killCommands);

/** Something that the page has its reader do: write a file, or run commands, which print what stands below them. */
type Step = { kind: "file"; path: string; text: string } | { kind: "commands"; text: string; printed: string };

function stepsOf(markdown: string): Step[] {
  const blocks = [...markdown.matchAll(/^```(\w*) ?(\S*)\n([\s\S]*?)^```$/gm)].map(([, language = "", word = "", text = ""]) => ({
    language,
    word,
    text,
  }));
  return blocks.flatMap(({ language, word, text }, index): Step[] => {
    // Installing is left to the test, which keeps what was installed.
    if (language === "sh" && word === "install") return [];
    if (language === "sh") {
      const next = blocks[index + 1];
      return [{ kind: "commands", text, printed: next?.language === "" ? next.text : "" }];
    }
    return word === "" ? [] : [{ kind: "file", path: word, text }];
  });
}

/** The lines that the platform prints to paste. */
async function printedLines(): Promise<Record<string, string>> {
  const child = spawnCommand("start");
  child.stderr.resume();
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk));
  await eventually(() => out.includes("Ctrl-C"));
  return Object.fromEntries([...out.matchAll(/^export (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]));
}

/** What differs from run to run. */
const settled = (text: string) =>
  text
    .replace(/\b[0-9a-f]{40}\b/g, "<commit>")
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "<id>")
    .replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, "<moment>")
    .replace(/"duration":[\d.e-]+/g, "<duration>")
    .trim();

test("the tutorial for a scikit-learn model works as written, with the official client and git alone", async () => {
  const bin = await officialClients(["algorithmia==2.0.5", "scikit-learn==1.7.2"]);
  mkdirSync(join(folder, "venv"));
  const environment = {
    ...(await printedLines()),
    PATH: `${bin}:${process.env.PATH}`,
    HOME: folder,
    NO_PROXY: "127.0.0.1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_NAME: "Reader",
    GIT_AUTHOR_EMAIL: "reader@example.com",
    GIT_COMMITTER_NAME: "Reader",
    GIT_COMMITTER_EMAIL: "reader@example.com",
  };
  expect(environment).toMatchObject({ ALGORITHMIA_API: expect.any(String), ALGORITHMIA_API_KEY: expect.any(String) });
  const steps = stepsOf(page);
  expect(steps.map(({ kind }) => kind)).toContain("commands");
  for (const step of steps) {
    if (step.kind === "file") {
      mkdirSync(dirname(join(folder, step.path)), { recursive: true });
      writeFileSync(join(folder, step.path), step.text);
      continue;
    }
    const { stdout, stderr } = await run("bash", ["-ec", step.text], { cwd: folder, env: environment });
    expect([step.text, stderr, settled(stdout)]).toEqual([step.text, "", settled(step.printed)]);
  }
});
