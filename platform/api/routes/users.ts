import type { Route } from "../route";
import { createKeyForUser, createUser, getUser } from "../users";

/** Accounts and their keys. */
export const usersRoutes: Route[] = [
  { method: "POST", path: "/v1/users", operation: "createUser", scope: "admin", handler: createUser },
  { method: "GET", path: "/v1/users/:user", operation: "getUser", scope: "admin", handler: getUser },
  { method: "POST", path: "/v1/users/:user/keys", operation: "createKeyForUser", scope: "keys:create", handler: createKeyForUser },
];
