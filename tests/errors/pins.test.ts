import { pinErrors } from "../../provider/errors/pins";
import { provokeEach } from "./provoke";
import { pinScenarios } from "./scenarios/pins";

provokeEach(pinErrors, pinScenarios);
