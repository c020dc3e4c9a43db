import { storeErrors } from "../../provider/errors/stores";
import { provokeEach } from "./provoke";
import { storeScenarios } from "./scenarios/stores";

provokeEach(storeErrors, storeScenarios);
