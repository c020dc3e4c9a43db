/**
 * The dynamic provider behind `ModelFile`. The state of every stack names this file by its package subpath
 * (`pulumi-algorithmia/handlers/model-file`): it may never move.
 */
import { check as checkInputs } from "./model-file/check";
import type { Inputs } from "./model-file/inputs";
import { resourceHandler } from "./shared/resource-handler";

const handler = resourceHandler<Inputs>({
  describe: (id) => `file ${id}`,
  isRecorded: (state) => state.uri !== undefined,
  check: checkInputs,
  // New bytes, another store and another name are all another file beside the old one, and one resource all the while.
  diff: () => ({ replaces: [] }),
  actions: () => (require("./model-file/actions") as typeof import("./model-file/actions")).actions,
});

export const { configure, check, diff, create, read, update } = handler;
const remove = handler.delete;

export { remove as delete };
