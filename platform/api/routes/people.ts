import { listAlgorithmsForUser } from "../../people/algorithms";
import { createKeyForUser, getKeysForUser, importApiKey } from "../../people/keys";
import { createUser, deleteUser, getUser, listUsers, updateUser } from "../../people/users";
import type { Route } from "../route";

const user = "/v1/users/:user";

/** Accounts and their keys. */
export const peopleRoutes: Route[] = [
  { method: "GET", path: "/v1/users", operation: "getUsers", scope: "admin", handler: listUsers },
  { method: "POST", path: "/v1/users", operation: "createUser", scope: "admin", handler: createUser },
  { method: "GET", path: user, operation: "getUser", scope: "admin", handler: getUser },
  { method: "PUT", path: user, operation: "updateUser", scope: "admin", handler: updateUser },
  { method: "DELETE", path: user, operation: "deleteUser", scope: "admin", handler: deleteUser },
  { method: "GET", path: `${user}/algorithms`, operation: "listAlgorithmsForUser", scope: "any key", handler: listAlgorithmsForUser },
  { method: "GET", path: `${user}/keys`, operation: "getKeysForUser", scope: "keys:manage", handler: getKeysForUser },
  { method: "POST", path: `${user}/keys`, operation: "createKeyForUser", scope: "keys:manage", handler: createKeyForUser },
  { method: "POST", path: "/v1/admin/users/:user/keys", operation: "importApiKey", scope: "admin", handler: importApiKey },
];
