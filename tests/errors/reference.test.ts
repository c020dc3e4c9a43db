import { referenceErrors } from "../../provider/errors/reference";
import { provokeEach } from "./provoke";
import { referenceScenarios } from "./scenarios/reference";

provokeEach(referenceErrors, referenceScenarios);
