import { createKeyForUser, createUser, getUser } from "../../people/users";
import type { Route } from "../route";

/** Accounts and their keys. */
export const peopleRoutes: Route[] = [
  { method: "POST", path: "/v1/users", operation: "createUser", scope: "admin", handler: createUser },
  { method: "GET", path: "/v1/users/:user", operation: "getUser", scope: "admin", handler: getUser },
  { method: "POST", path: "/v1/users/:user/keys", operation: "createKeyForUser", scope: "keys:create", handler: createKeyForUser },
];
