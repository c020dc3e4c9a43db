import { rolloutErrors } from "../../provider/errors/rollout";
import { provokeEach } from "./provoke";
import { rolloutScenarios } from "./scenarios/rollout";

provokeEach(rolloutErrors, rolloutScenarios);
