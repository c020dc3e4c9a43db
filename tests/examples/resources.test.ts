import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createStack, type TestStack } from "../engine/stack";
import { Hand } from "../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../support/platform";
import { runProgram } from "../support/run-program";

const example = join(__dirname, "..", "..", "examples", "resources");
let platform: RunningPlatform;
let stack: TestStack;

beforeAll(async () => {
  platform = await startPlatformProcess();
  const digits = new Hand(platform, "digits");
  await digits.create();
  await digits.push({ "requirements.txt": "" });
  await digits.publish();
  stack = await createStack({
    platform,
    program: () => runProgram(join(example, "index.ts")),
  });
  await stack.stack.setConfig("dbPassword", { value: "open sesame", secret: true });
});
afterAll(async () => {
  await stack?.close();
  await platform?.stop();
});

test("the program's preview is the one that its page shows, up makes everything, and the next preview is empty", async () => {
  const page = readFileSync(join(example, "README.md"), "utf8");
  const { text } = await stack.preview();
  expect(text).not.toContain("open sesame");
  const lines = text.split("\n").filter((line) => /^\s+([+~-] )?\w+\s*[:=]/.test(line) && !line.includes("[urn="));
  expect(lines.length).toBeGreaterThan(20);
  for (const line of lines) expect(page).toContain(line.trim());

  await stack.up();
  expect(await stack.outputs()).toEqual({
    clone: `${platform.gitUrl}/demo/tagger.git`,
    vocabularyUri: expect.stringMatching(/^data:\/\/demo\/tagger_files\/vocabulary-[0-9a-f]{12}\.txt$/),
    call: "algo://demo/digits/0.1.0",
  });
  await stack.refresh();
  expect((await stack.preview()).changes).toEqual({ same: 5 });
});
