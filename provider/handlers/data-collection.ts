/**
 * The dynamic provider behind `DataCollection`. The state of every stack names this file by its package subpath
 * (`pulumi-algorithmia/handlers/data-collection`): it may never move.
 */
import { collectionUri, oneOf, permission } from "../inputs/plain";
import type { Inputs } from "./data-collection/actions";
import { checked, checkInputs, type InputRules } from "./shared/check-inputs";
import { resourceHandler } from "./shared/resource-handler";

const rules: InputRules = {
  collection: { parse: collectionUri, required: true },
  readAcl: { parse: oneOf("private", "myAlgorithms", "public"), default: "myAlgorithms" },
  forceDelete: { parse: permission },
};

const handler = resourceHandler<Inputs>({
  describe: (id) => `collection ${id}`,
  isRecorded: (state) => state.collection !== undefined,
  check(_olds, news) {
    const { inputs, problems } = checkInputs(rules, news);
    return checked(inputs, problems);
  },
  diff: (olds, news) => ({ replaces: olds.collection !== news.collection ? ["collection"] : [] }),
  actions: () => (require("./data-collection/actions") as typeof import("./data-collection/actions")).actions,
});

export const { configure, check, diff, create, read, update } = handler;
const remove = handler.delete;

export { remove as delete };
