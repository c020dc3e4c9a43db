import { connectorErrors } from "../../provider/errors/connectors";
import { provokeEach } from "./provoke";
import { connectorScenarios } from "./scenarios/connectors";

provokeEach(connectorErrors, connectorScenarios);
