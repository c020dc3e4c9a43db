import { historyErrors } from "../../provider/errors/history";
import { provokeEach } from "./provoke";
import { historyScenarios } from "./scenarios/history";

provokeEach(historyErrors, historyScenarios);
