/**
 * The dynamic provider behind `DataConnector`. The state of every stack names this file by its package subpath
 * (`pulumi-algorithmia/handlers/data-connector`): it may never move.
 */
import { check as checkInputs, diff as diffInputs } from "./data-connector/check";
import type { Inputs } from "./data-connector/inputs";
import { resourceHandler } from "./shared/resource-handler";

const handler = resourceHandler<Inputs>({
  describe: (id) => `data connector ${id}`,
  isRecorded: (state) => state.connectorId !== undefined,
  check: checkInputs,
  diff: diffInputs,
  actions: () => (require("./data-connector/actions") as typeof import("./data-connector/actions")).actions,
});

export const { configure, check, diff, create, read, update } = handler;
const remove = handler.delete;

export { remove as delete };
