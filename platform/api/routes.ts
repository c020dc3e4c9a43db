import { getAlgorithmBuild, getAlgorithmBuildLogs, getAlgorithmBuilds } from "../algorithms/builds";
import { callAlgorithm } from "../algorithms/call";
import { compileAlgorithm } from "../algorithms/compile";
import { createAlgorithm, deleteAlgorithm, getAlgorithm, updateAlgorithm } from "../algorithms/manage";
import { publishAlgorithm } from "../algorithms/publish";
import { getAlgorithmVersion, getAlgorithmVersions } from "../algorithms/versions";
import { landingPage } from "../console/landing";
import {
  createDirectory,
  deleteFileOrDirectory,
  getFileOrDirectory,
  updateDirectoryAcl,
  uploadFile,
  verifyFileExistence,
} from "../data/routes";
import { serveGit } from "../git/routes";
import {
  createAlgorithmSecret,
  deleteAlgorithmSecret,
  editAlgorithmSecret,
  getAlgorithmSecrets,
  listSecretProviders,
} from "../secrets/routes";
import type { Scope } from "./auth";
import type { Handler } from "./exchange";
import { addFault, clearFaults, clearRequests, health, listFaults, listRequests } from "./operations";
import { createKeyForUser, createUser, getUser } from "./users";

/** One row of the route table. `operation` is the OpenAPI operation id, or a name of our own where there is none. */
export interface Route {
  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `{algorithm}` stands for both `:owner/:name` and an algorithm's UUID. */
  path: string;
  operation: string;
  scope: Scope;
  handler: Handler;
}

const uuid = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
const data = ["/v1/data", "/v1/data/*", "/v1/connector/*"];
const algorithm = "/v1/algorithms/{algorithm}";

/** Every route that is served. Anything else under `/v1` answers 501. */
export const routes: Route[] = [
  ...data.flatMap((path): Route[] => [
    { method: "GET", path, operation: "getFileOrDirectory", scope: "data:read", handler: getFileOrDirectory },
    { method: "HEAD", path, operation: "verifyFileExistence", scope: "data:read", handler: verifyFileExistence },
    { method: "PUT", path, operation: "uploadFile", scope: "data:write", handler: uploadFile },
    { method: "POST", path, operation: "createDirectory", scope: "data:write", handler: createDirectory },
    { method: "PATCH", path, operation: "updateDirectoryAcl", scope: "data:write", handler: updateDirectoryAcl },
    { method: "DELETE", path, operation: "deleteFileOrDirectory", scope: "data:write", handler: deleteFileOrDirectory },
  ]),

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

  { method: "GET", path: `${algorithm}/secrets`, operation: "getAlgorithmSecrets", scope: "secrets:manage", handler: getAlgorithmSecrets },
  {
    method: "POST",
    path: `${algorithm}/secrets`,
    operation: "createAlgorithmSecret",
    scope: "secrets:manage",
    handler: createAlgorithmSecret,
  },
  {
    method: "PUT",
    path: `${algorithm}/secrets/:secretId`,
    operation: "editAlgorithmSecret",
    scope: "secrets:manage",
    handler: editAlgorithmSecret,
  },
  {
    method: "DELETE",
    path: `${algorithm}/secrets/:secretId`,
    operation: "deleteAlgorithmSecret",
    scope: "secrets:manage",
    handler: deleteAlgorithmSecret,
  },
  { method: "GET", path: "/v1/secret-provider", operation: "listSecretProviders", scope: "secrets:manage", handler: listSecretProviders },

  { method: "POST", path: "/v1/users", operation: "createUser", scope: "admin", handler: createUser },
  { method: "GET", path: "/v1/users/:user", operation: "getUser", scope: "admin", handler: getUser },
  { method: "POST", path: "/v1/users/:user/keys", operation: "createKeyForUser", scope: "keys:create", handler: createKeyForUser },

  { method: "GET", path: "/git/*", operation: "gitFetch", scope: "none", handler: serveGit },
  { method: "POST", path: "/git/*", operation: "gitExchange", scope: "none", handler: serveGit },

  { method: "GET", path: "/", operation: "landingPage", scope: "none", handler: landingPage },
  { method: "GET", path: "/console", operation: "landingPage", scope: "none", handler: landingPage },
  { method: "GET", path: "/platform/health", operation: "health", scope: "none", handler: health },
  { method: "GET", path: "/platform/requests", operation: "listRequests", scope: "admin", handler: listRequests },
  { method: "DELETE", path: "/platform/requests", operation: "clearRequests", scope: "admin", handler: clearRequests },
  { method: "GET", path: "/platform/faults", operation: "listFaults", scope: "admin", handler: listFaults },
  { method: "POST", path: "/platform/faults", operation: "addFault", scope: "admin", handler: addFault },
  { method: "DELETE", path: "/platform/faults", operation: "clearFaults", scope: "admin", handler: clearFaults },
];

/** The paths a row stands for. The UUID form is tried first: no user name has that shape. */
export function pathsOf({ path }: Route): string[] {
  if (!path.includes("{algorithm}")) return [path];
  return [path.replace("{algorithm}", `:algorithmId(^${uuid}$)`), path.replace("{algorithm}", ":owner/:name")];
}
