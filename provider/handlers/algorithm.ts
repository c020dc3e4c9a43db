/**
 * The dynamic provider behind `Algorithm`. The state of every stack names this file by its package subpath
 * (`pulumi-algorithmia/handlers/algorithm`): it may never move.
 */
import { check as checkInputs } from "./algorithm/check";
import { diff as compare } from "./algorithm/diff";
import type { Inputs } from "./algorithm/inputs";
import { resourceHandler } from "./shared/resource-handler";

const handler = resourceHandler<Inputs>({
  describe: (id) => `algorithm ${id}`,
  isRecorded: (state) => state.algorithm !== undefined,
  check: (_olds, news) => checkInputs(news),
  diff: compare,
  actions: () => (require("./algorithm/actions") as typeof import("./algorithm/actions")).actions,
});

export const { configure, check, diff, create, read, update } = handler;
const remove = handler.delete;

export { remove as delete };
