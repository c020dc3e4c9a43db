import { getAlgorithmBuild, getAlgorithmBuildLogs, getAlgorithmBuilds } from "../../algorithms/builds";
import { callAlgorithm } from "../../algorithms/call";
import { compileAlgorithm } from "../../algorithms/compile";
import { getAlgorithmErrors, getAlgorithmErrorsOfOrganization, getAlgorithmErrorsOfUser } from "../../algorithms/failures";
import { commitLogForRepository } from "../../algorithms/log";
import { createAlgorithm, deleteAlgorithm, getAlgorithm, updateAlgorithm } from "../../algorithms/manage";
import { publishAlgorithm } from "../../algorithms/publish";
import { getAlgorithmScmConnectionStatus, receiveScmRepositoryEvent } from "../../algorithms/scm";
import { getAlgorithmVersion, getAlgorithmVersions } from "../../algorithms/versions";
import { algorithm, type Route } from "../route";

/** Calls and management of algorithms. */
export const algorithmsRoutes: Route[] = [
  { method: "POST", path: "/v1/algo/*", operation: "callAlgorithm", scope: "algorithms:call", handler: callAlgorithm },

  { method: "POST", path: "/v1/algorithms/:user", operation: "createAlgorithm", scope: "algorithms:manage", handler: createAlgorithm },
  { method: "GET", path: algorithm, operation: "getAlgorithm", scope: "algorithms:manage", handler: getAlgorithm },
  { method: "PUT", path: algorithm, operation: "updateAlgorithm", scope: "algorithms:manage", handler: updateAlgorithm },
  { method: "DELETE", path: algorithm, operation: "deleteAlgorithm", scope: "algorithms:manage", handler: deleteAlgorithm },
  { method: "POST", path: `${algorithm}/compile`, operation: "compileAlgorithm", scope: "algorithms:manage", handler: compileAlgorithm },
  { method: "GET", path: `${algorithm}/builds`, operation: "getAlgorithmBuilds", scope: "algorithms:manage", handler: getAlgorithmBuilds },
  {
    method: "GET",
    path: `${algorithm}/builds/:buildId`,
    operation: "getAlgorithmBuildById",
    scope: "algorithms:manage",
    handler: getAlgorithmBuild,
  },
  {
    method: "GET",
    path: `${algorithm}/builds/:buildId/logs`,
    operation: "getAlgorithmBuildLogs",
    scope: "algorithms:manage",
    handler: getAlgorithmBuildLogs,
  },
  {
    method: "GET",
    path: `${algorithm}/versions`,
    operation: "getAlgorithmVersions",
    scope: "algorithms:manage",
    handler: getAlgorithmVersions,
  },
  {
    method: "GET",
    path: `${algorithm}/versions/:version`,
    operation: "getAlgorithmHashVersion",
    scope: "algorithms:manage",
    handler: getAlgorithmVersion,
  },
  { method: "POST", path: `${algorithm}/versions`, operation: "publishAlgorithm", scope: "algorithms:manage", handler: publishAlgorithm },
  // Two official clients publish to the singular.
  { method: "POST", path: `${algorithm}/version`, operation: "publishAlgorithm", scope: "algorithms:manage", handler: publishAlgorithm },

  {
    method: "GET",
    path: `${algorithm}/log`,
    operation: "commitLogForRepository",
    scope: "algorithms:manage",
    handler: commitLogForRepository,
  },
  {
    method: "GET",
    path: `${algorithm}/scm/status`,
    operation: "getAlgorithmScmConnectionStatus",
    scope: "algorithms:manage",
    handler: getAlgorithmScmConnectionStatus,
  },
  {
    method: "GET",
    path: `${algorithm}/errors`,
    operation: "getAlgorithmErrorsByAlgorithmName",
    scope: "algorithms:manage",
    handler: getAlgorithmErrors,
  },
  {
    method: "GET",
    path: "/v1/users/:user/errors",
    operation: "getAlgorithmErrorsByUserId",
    scope: "any key",
    handler: getAlgorithmErrorsOfUser,
  },
  {
    method: "GET",
    path: "/v1/organizations/:org/errors",
    operation: "getAlgorithmErrorsOfOrganization",
    scope: "any key",
    handler: getAlgorithmErrorsOfOrganization,
  },
  {
    method: "POST",
    path: `${algorithm}/scm/webhook`,
    operation: "receiveScmRepositoryEvent",
    scope: "none",
    handler: receiveScmRepositoryEvent,
  },
];
