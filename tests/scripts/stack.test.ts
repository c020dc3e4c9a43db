import { execFile } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { inNode, root } from "./in-node";
import { temporaryFolder } from "./temporary";

const folder = temporaryFolder();
const pulumi = process.env.PULUMI_ALGORITHMIA_ENGINE;

function writeProgram(): void {
  symlinkSync(join(root, "node_modules"), join(folder(), "node_modules"));
  writeFileSync(join(folder(), "Pulumi.yaml"), "name: tiny\nruntime: nodejs\nmain: index.ts\n");
  writeFileSync(
    join(folder(), "index.ts"),
    'import * as pulumi from "@pulumi/pulumi";\nimport { readFileSync } from "node:fs";\n' +
      'const word: string = readFileSync("word.txt", "utf8");\nexport const said = pulumi.output(word).apply((text) => text.toUpperCase());\n',
  );
  writeFileSync(join(folder(), "word.txt"), "hello");
}

test("a program written in TypeScript runs on the real engine, each time anew, with its state beside it", async () => {
  if (!pulumi) throw new Error("Run this through `npm test`: it finds the Pulumi engine and names it in PULUMI_ALGORITHMIA_ENGINE.");
  writeProgram();
  const said = await inNode<string[]>(`
    const { openStack } = await load("stack/open.mjs");
    const { writeFileSync } = await import("node:fs");
    const stack = await openStack({ folder: ${JSON.stringify(folder())}, pulumi: ${JSON.stringify(pulumi)}, environment: {} });
    const first = await stack.up();
    writeFileSync("word.txt", "goodbye");
    const second = await stack.up();
    return [first, second].map((result) => result.outputs.said.value);
  `);
  expect(said).toEqual(["HELLO", "GOODBYE"]);
  expect(readFileSync(join(folder(), ".state/.pulumi/stacks/tiny/dev.json"), "utf8")).toContain("GOODBYE");
});

test("the command line explains itself when it is called wrongly", async () => {
  const failure = await promisify(execFile)(process.execPath, [join(root, "scripts/stack.mjs"), "deploy"]).catch((error) => error);
  expect(failure.code).toBe(1);
  expect(failure.stderr).toContain("node scripts/stack.mjs preview|up|refresh|destroy|outputs");
});
