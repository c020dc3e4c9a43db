import { getEnvironments, getLanguages, getTemplate } from "../../environments/routes";
import type { Route } from "../route";

const edge = "/v1/algorithm-environments/edge";

/** Languages, environments and what an algorithm in them begins with; not in the OpenAPI file, but official clients ask for it. */
export const environmentsRoutes: Route[] = [
  { method: "GET", path: `${edge}/languages`, operation: "getLanguages", scope: "any key", handler: getLanguages },
  {
    method: "GET",
    path: `${edge}/languages/:language/environments`,
    operation: "getEnvironments",
    scope: "any key",
    handler: getEnvironments,
  },
  {
    method: "GET",
    path: `${edge}/environment-specifications/:specificationId/template`,
    operation: "getTemplate",
    scope: "none",
    handler: getTemplate,
  },
];
