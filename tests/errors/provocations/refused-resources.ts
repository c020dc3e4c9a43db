import { Algorithm, DataCollection, ModelFile } from "pulumi-algorithmia";
import { createStack } from "../../engine/stack";
import { naming, once, pushedPython, type Scenario, written } from "../scene";
import { among, toldByEngine } from "../told";

/**
 * Several runs of one program. The first takes over and creates; one deletes what is in use, and tells both refusals as it goes on
 * after the first; one hides where a file lies.
 */
const told = once(async (scene) => {
  const hand = await pushedPython(scene, "owned", naming);
  await hand.put("model.txt", "a model");
  await hand.publish();
  const { algorithm } = hand;
  const model = written(scene, "words.txt", "some words");
  let run: "create" | "delete" | "hide" = "create";
  const stack = await createStack({
    platform: scene.platform,
    program: () => {
      if (run !== "delete") {
        new Algorithm("owned", { algorithm });
        new DataCollection("owned", { collection: `data://${algorithm}` });
      }
      new ModelFile("words", { model, store: "data://demo/words" }, run === "hide" ? { ignoreChanges: ["__run"] } : {});
      return {};
    },
  });
  try {
    await stack.up();
    run = "delete";
    const deleting = await toldByEngine(stack, "up", { continueOnError: true });
    run = "hide";
    written(scene, "words.txt", "other words");
    return [...deleting, ...(await toldByEngine(stack, "up"))];
  } finally {
    await stack.close();
  }
});

export const refusedResources = (code: string): Scenario => {
  return async (scene) => among(await told(scene), code);
};
