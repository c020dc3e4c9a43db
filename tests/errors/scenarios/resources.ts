import { AlgorithmSecret, DataCollection } from "pulumi-algorithmia";
import type { resourceErrors } from "../../../provider/errors/resources";
import { createStack } from "../../engine/stack";
import { Hand } from "../../support/algorithm";
import { refusedResources } from "../provocations/refused-resources";
import { refusedVersions } from "../provocations/refused-versions";
import type { Scenario, Scenarios } from "../scene";
import { among, toldByEngine } from "../told";

/** What the engine tells of a program of one resource. */
const toldOf = (code: string, operation: "preview" | "up", program: () => unknown): Scenario => {
  return async ({ platform }) => {
    const stack = await createStack({ platform, program: () => void program() });
    try {
      return among(await toldByEngine(stack, operation), code);
    } finally {
      await stack.close();
    }
  };
};

export const resourceScenarios: Scenarios<typeof resourceErrors> = {
  ADOPTION_MISMATCH: async (scene) => {
    await new Hand(scene.platform, "shared").put("model.txt", "a model");
    const declare = () => new DataCollection("shared", { collection: "data://demo/shared", readAcl: "public" });
    return toldOf("ADOPTION_MISMATCH", "up", declare)(scene);
  },
  ALGORITHM_HAS_VERSIONS: refusedResources("ALGORITHM_HAS_VERSIONS"),
  COLLECTION_HAS_FILES: refusedResources("COLLECTION_HAS_FILES"),
  FILE_PATH_UNKNOWN: refusedResources("FILE_PATH_UNKNOWN"),
  OBJECT_NOT_FOUND: toldOf("OBJECT_NOT_FOUND", "preview", () => DataCollection.get("none", "data://demo/none")),
  ID_INVALID: toldOf("ID_INVALID", "preview", () => AlgorithmSecret.get("short", "demo/owned")),
  SELECTOR_INVALID: refusedVersions("SELECTOR_INVALID"),
  VERSION_NOT_SELECTED: refusedVersions("VERSION_NOT_SELECTED"),
  PROVIDER_NOT_KNOWN: refusedVersions("PROVIDER_NOT_KNOWN"),
};
