import type * as pulumi from "@pulumi/pulumi";
import { AlgorithmModelVersion } from "pulumi-algorithmia";
import { createStack, engineProcesses } from "../../engine/stack";
import { pushed, type Scene, written } from "../scene";
import { among, stackOf, toldByEngine } from "../told";

const source = (name: string) => ({ "src/model.py": `MODEL = "data://demo/${name}/model.txt"\n` });

/** Ctrl-C as the upload is done; its answer is held until the engine has taken notice. */
export async function interrupted(scene: Scene): Promise<string> {
  const { algorithm } = await pushed(scene, "stopped", source("stopped"));
  const model = written(scene, "model.txt", "a model");
  const stack = await stackOf(scene, () => ({ algorithm, model }));
  let output = "";
  scene.tap.onAnswered = async ({ method }) => {
    if (method !== "PUT") return;
    for (const pid of engineProcesses(stack.marker)) process.kill(pid, "SIGINT");
    const deadline = Date.now() + 60_000;
    while (!output.includes("Stopping after the step") && Date.now() < deadline) await new Promise(setImmediate);
  };
  try {
    const onOutput = (text: string) => {
      output += text;
    };
    const told = await toldByEngine(stack, "up", { onOutput });
    return among(told, "ROLLOUT_STOPPED");
  } finally {
    await stack.close();
  }
}

/** A first run is cut off after the upload; in the second the program hides from the provider what it tells for one run. */
export async function withoutItsPath(scene: Scene): Promise<string> {
  const { algorithm } = await pushed(scene, "hidden", source("hidden"));
  const model = written(scene, "model.txt", "a model");
  const options: pulumi.CustomResourceOptions = {};
  const stack = await createStack({
    platform: { url: scene.tap.url, apiKey: scene.platform.apiKey },
    program: () => ({ version: new AlgorithmModelVersion("model", { algorithm, model }, { ...options }).version }),
  });
  try {
    scene.tap.onRequest = ({ path }) => (path.endsWith("/git-receive-pack") ? "reset" : undefined);
    await toldByEngine(stack, "up");
    options.ignoreChanges = ["__run"];
    return among(await toldByEngine(stack, "up"), "MODEL_PATH_UNKNOWN");
  } finally {
    await stack.close();
  }
}
