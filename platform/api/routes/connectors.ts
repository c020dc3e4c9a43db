import { createConnector, deleteConnector, getConnector, listConnectors, updateConnector } from "../../connectors/routes";
import type { Route } from "../route";

const connectors = "/v1/users/:user/connectors";
const scope = "connectors:manage";

/** Data connectors of users and organizations. What goes through them: the routes of data. */
export const connectorsRoutes: Route[] = [
  { method: "POST", path: connectors, operation: "createConnectorForUserById", scope, handler: createConnector },
  { method: "GET", path: connectors, operation: "listConnectors", scope, handler: listConnectors },
  { method: "GET", path: `${connectors}/:connectorId`, operation: "getConnector", scope, handler: getConnector },
  { method: "PUT", path: `${connectors}/:connectorId`, operation: "updateConnector", scope, handler: updateConnector },
  { method: "DELETE", path: `${connectors}/:connectorId`, operation: "deleteConnector", scope, handler: deleteConnector },
];
