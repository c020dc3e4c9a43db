import { join } from "node:path";
import type { pinErrors } from "../../../provider/errors/pins";
import { type Scenarios, written } from "../scene";
import { toldByCommand } from "../told";

export const pinScenarios: Scenarios<typeof pinErrors> = {
  PINS_NOT_FOUND: ({ platform, folder }) => toldByCommand(platform, "status", "--file", join(folder, "none.yaml")),

  PINS_MALFORMED: (scene) => {
    const file = written(scene, "models.yaml", "algorithms:\n  demo/pinned:\n    model: model.pkl\n    sha256: 9f2c\n");
    return toldByCommand(scene.platform, "status", "--file", file);
  },

  PINS_NOT_READABLE: (scene) => {
    const model = written(scene, "model.pkl", "weights");
    return toldByCommand(scene.platform, "pin", "demo/pinned", model, "--file", scene.folder);
  },

  PIN_URI_NEEDS_SHA256: ({ platform: { url }, folder }) =>
    toldByCommand({ url, apiKey: "" }, "pin", "demo/pinned", "data://demo/pinned/model.pkl", "--file", join(folder, "models.yaml")),

  PIN_URI_INVALID: ({ platform, folder }) =>
    toldByCommand(platform, "pin", "demo/pinned", "data://.my/models/model.pkl", "--file", join(folder, "models.yaml")),
};
