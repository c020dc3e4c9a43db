import { getScm, getScmAuthorization, listScms, revokeScmAuthorization, setDefaultScm } from "../../algorithms/scm";
import type { Route } from "../route";

/** Source code hosts. */
export const scmsRoutes: Route[] = [
  { method: "GET", path: "/v1/scms", operation: "listScms", scope: "any key", handler: listScms },
  { method: "GET", path: "/v1/scms/:scmId", operation: "getScm", scope: "any key", handler: getScm },
  { method: "GET", path: "/v1/scms/:scmId/oauth/status", operation: "getScmStatus", scope: "any key", handler: getScmAuthorization },
  { method: "GET", path: "/v1/scms/:scmId/token/status", operation: "scmTokenStatus", scope: "any key", handler: getScmAuthorization },
  {
    method: "POST",
    path: "/v1/scms/:scmId/oauth/revoke",
    operation: "revokeScmAuthorization",
    scope: "any key",
    handler: revokeScmAuthorization,
  },
  { method: "POST", path: "/v1/admin/scms/:scmId/default", operation: "setDefaultScm", scope: "admin", handler: setDefaultScm },
];
