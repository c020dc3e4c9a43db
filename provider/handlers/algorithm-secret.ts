/**
 * The dynamic provider behind `AlgorithmSecret`. The state of every stack names this file by its package subpath
 * (`pulumi-algorithmia/handlers/algorithm-secret`): it may never move.
 */
import { check as checkInputs } from "./algorithm-secret/check";
import type { Inputs } from "./algorithm-secret/inputs";
import { resourceHandler } from "./shared/resource-handler";

const handler = resourceHandler<Inputs>({
  describe: (id) => `secret ${id}`,
  isRecorded: (state) => state.secretId !== undefined,
  check: (_olds, news) => checkInputs(news),
  diff: (olds, news) => ({ replaces: ["algorithm", "key"].filter((name) => olds[name] !== news[name]) }),
  actions: () => (require("./algorithm-secret/actions") as typeof import("./algorithm-secret/actions")).actions,
});

export const { configure, check, diff, create, read, update } = handler;
const remove = handler.delete;

export { remove as delete };
