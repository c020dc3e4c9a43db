import type { smokeErrors } from "../../../provider/errors/smoke";
import { type RollSettings, rollOut } from "../../support/roll";
import { once, pushedPython, type Scenarios, type Scene } from "../scene";
import { toldByClient } from "../told";

/** Answers with the name of its model, so that every version answers otherwise, and fails at one input. */
const source = (uri: string) => `MODEL = "${uri}"


def apply(input):
    if input == "nothing":
        raise ValueError("nothing to look at")
    return MODEL
`;

const served = once(async (scene) => {
  const hand = await pushedPython(scene, "tried", source);
  await rollOut(hand, "model one");
  return hand;
});

/** All of them meet the one build of these bytes: it stays unpublished. */
const tried = async (scene: Scene, settings: RollSettings) => toldByClient(rollOut(await served(scene), "model two", settings));

export const smokeScenarios: Scenarios<typeof smokeErrors> = {
  SMOKE_TEST_FAILED: (scene) =>
    tried(scene, { smokeTests: [{ name: "recognises an 8", input: { pixels: [8] }, expect: { equals: { digit: 8 } } }] }),

  SMOKE_INPUT_UNREADABLE: (scene) =>
    tried(scene, { smokeTests: [{ name: "reads", inputFile: "samples/none.png", expect: { equals: 8 } }] }),

  COMPARISON_DIFFERENT: (scene) => tried(scene, { compare: { inputs: [1, "two"] } }),

  COMPARISON_INCONCLUSIVE: (scene) => tried(scene, { compare: { inputs: ["nothing"] } }),
};
