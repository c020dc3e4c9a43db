import { resourceErrors } from "../../provider/errors/resources";
import { provokeEach } from "./provoke";
import { resourceScenarios } from "./scenarios/resources";

provokeEach(resourceErrors, resourceScenarios);
