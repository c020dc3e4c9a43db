import type { Scenario } from "../scene";
import { connectorScenarios } from "./connectors";
import { historyScenarios } from "./history";
import { modelScenarios } from "./model";
import { pinScenarios } from "./pins";
import { platformScenarios } from "./platform";
import { referenceScenarios } from "./reference";
import { resourceScenarios } from "./resources";
import { rolloutScenarios } from "./rollout";
import { smokeScenarios } from "./smoke";
import { storeScenarios } from "./stores";

/** Every scenario by code, grouped as the error table is. */
export const scenarioGroups: Record<string, Record<string, Scenario>> = {
  "The model file": modelScenarios,
  "The reference in the source": referenceScenarios,
  "Pins and the command line": pinScenarios,
  "The platform": platformScenarios,
  "The rollout": rolloutScenarios,
  "Stores behind data connectors": storeScenarios,
  "Smoke tests and the comparison": smokeScenarios,
  "History, roll-back and retention": historyScenarios,
  "Data connectors": connectorScenarios,
  "The other resources": resourceScenarios,
};
