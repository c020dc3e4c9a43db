import { modelErrors } from "../../provider/errors/model";
import { provokeEach } from "./provoke";
import { modelScenarios } from "./scenarios/model";

provokeEach(modelErrors, modelScenarios);
