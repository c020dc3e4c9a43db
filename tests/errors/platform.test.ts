import { platformErrors } from "../../provider/errors/platform";
import { provokeEach } from "./provoke";
import { platformScenarios } from "./scenarios/platform";

provokeEach(platformErrors, platformScenarios);
