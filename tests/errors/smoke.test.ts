import { smokeErrors } from "../../provider/errors/smoke";
import { provokeEach } from "./provoke";
import { smokeScenarios } from "./scenarios/smoke";

provokeEach(smokeErrors, smokeScenarios);
