import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AlgorithmModelVersion } from "pulumi-algorithmia";
import { gitEnvironment, Hand } from "../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../support/platform";
import { createStack, type TestStack } from "./stack";

let platform: RunningPlatform;
let folder: string;
let stack: TestStack;

beforeAll(async () => {
  platform = await startPlatformProcess();
  folder = mkdtempSync(join(tmpdir(), "models-"));
});
afterAll(async () => {
  await stack?.close();
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("retention keeps what any published version names, warns when it cannot tell, and the commit says where the rollout came from", async () => {
  const hand = await Hand.served(platform, "retained");
  const model = join(folder, "model.txt");
  let pinFiles: string[] = [];
  stack = await createStack({
    platform,
    program: () => {
      const { version } = new AlgorithmModelVersion("m", { algorithm: hand.algorithm, model, retain: { files: 0, pinFiles } });
      return { version };
    },
  });
  for (const text of ["one", "two", "three"]) {
    writeFileSync(model, text);
    await stack.up();
  }
  expect(await hand.call("0.2.0")).toMatchObject({ model: "one" });
  expect(await hand.call("0.3.0")).toMatchObject({ model: "two" });

  pinFiles = [join(folder, "other-stack.yaml")];
  writeFileSync(model, "four");
  const { events } = await stack.up();
  const warnings = events.flatMap(({ diagnosticEvent }) => (diagnosticEvent?.severity === "warning" ? [diagnosticEvent.message] : []));
  expect(warnings).toEqual([expect.stringMatching(/superseded files were not removed: The pin file .*other-stack\.yaml does not exist/)]);
  expect((await stack.outputs()).version).toBe("0.5.0");

  const clone = join(folder, "clone");
  const env = gitEnvironment(platform);
  execFileSync("git", ["clone", "--quiet", "--bare", `${platform.gitUrl}/${hand.algorithm}.git`, clone], { env });
  const head = execFileSync("git", ["rev-parse", "HEAD"], { cwd: __dirname, encoding: "utf8" }).trim();
  const message = execFileSync("git", ["log", "-1", "--format=%B"], { cwd: clone, encoding: "utf8" });
  expect(message).toMatch(new RegExp(`^Serve model-[0-9a-f]{12}\\.txt\\n\\nModel-Sha256: [\\s\\S]*\\nRollout-Commit: ${head}`));
});
