import { connectorErrors } from "./connectors";
import { defineErrors } from "./define";
import { historyErrors } from "./history";
import { modelErrors } from "./model";
import { pinErrors } from "./pins";
import { platformErrors } from "./platform";
import { referenceErrors } from "./reference";
import { resourceErrors } from "./resources";
import { rolloutErrors } from "./rollout";
import { smokeErrors } from "./smoke";
import { storeErrors } from "./stores";

export { AlgorithmiaError, type ErrorRow, type Exit } from "./define";

/** Every row by code, grouped as `docs/errors.md` shows them. */
export const errorGroups = {
  "The model file": modelErrors,
  "The reference in the source": referenceErrors,
  "Pins and the command line": pinErrors,
  "The platform": platformErrors,
  "The rollout": rolloutErrors,
  "Stores behind data connectors": storeErrors,
  "Smoke tests and the comparison": smokeErrors,
  "History, roll-back and retention": historyErrors,
  "Data connectors": connectorErrors,
  "The other resources": resourceErrors,
};

/** Every error this package reports: `throw errors.MODEL_NOT_FOUND(path)`. */
export const errors = defineErrors({
  ...modelErrors,
  ...referenceErrors,
  ...pinErrors,
  ...platformErrors,
  ...rolloutErrors,
  ...storeErrors,
  ...smokeErrors,
  ...historyErrors,
  ...connectorErrors,
  ...resourceErrors,
});
