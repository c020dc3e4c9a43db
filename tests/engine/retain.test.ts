import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { AlgorithmModelVersion } from "pulumi-algorithmia";
import { gitEnvironment, Hand } from "../support/algorithm";
import { warningsIn } from "./events";
import { setScene } from "./scene";

const scene = setScene();

test("retention keeps what any published version names, warns when it cannot tell, and the commit says where the rollout came from", async () => {
  const hand = await Hand.served(scene.platform, "retained");
  const model = join(scene.folder, "model.txt");
  let pinFiles: string[] = [];
  const stack = await scene.createStack({
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

  pinFiles = [join(scene.folder, "other-stack.yaml")];
  writeFileSync(model, "four");
  const { events } = await stack.up();
  expect(warningsIn(events)).toEqual([
    expect.stringMatching(/superseded files were not removed: The pin file .*other-stack\.yaml does not exist/),
  ]);
  expect((await stack.outputs()).version).toBe("0.5.0");

  const clone = join(scene.folder, "clone");
  const env = gitEnvironment(scene.platform);
  execFileSync("git", ["clone", "--quiet", "--bare", `${scene.platform.gitUrl}/${hand.algorithm}.git`, clone], { env });
  const head = execFileSync("git", ["rev-parse", "HEAD"], { cwd: __dirname, encoding: "utf8" }).trim();
  const message = execFileSync("git", ["log", "-1", "--format=%B"], { cwd: clone, encoding: "utf8" });
  expect(message).toMatch(new RegExp(`^Serve model-[0-9a-f]{12}\\.txt\\n\\nModel-Sha256: [\\s\\S]*\\nRollout-Commit: ${head}`));
});
