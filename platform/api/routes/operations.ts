import { landingPage } from "../../console/landing";
import { addFault, clearFaults, clearRequests, health, listFaults, listRequests, metrics, removeFault } from "../operations";
import type { Route } from "../route";

/** What a person or a test asks of the platform itself. */
export const operationsRoutes: Route[] = [
  { method: "GET", path: "/", operation: "landingPage", scope: "none", handler: landingPage },
  { method: "GET", path: "/console", operation: "landingPage", scope: "none", handler: landingPage },
  { method: "GET", path: "/platform/health", operation: "health", scope: "none", handler: health },
  { method: "GET", path: "/platform/metrics", operation: "metrics", scope: "none", handler: metrics },
  { method: "GET", path: "/platform/requests", operation: "listRequests", scope: "admin", handler: listRequests },
  { method: "DELETE", path: "/platform/requests", operation: "clearRequests", scope: "admin", handler: clearRequests },
  { method: "GET", path: "/platform/faults", operation: "listFaults", scope: "admin", handler: listFaults },
  { method: "POST", path: "/platform/faults", operation: "addFault", scope: "admin", handler: addFault },
  { method: "DELETE", path: "/platform/faults", operation: "clearFaults", scope: "admin", handler: clearFaults },
  { method: "DELETE", path: "/platform/faults/:fault", operation: "removeFault", scope: "admin", handler: removeFault },
];
