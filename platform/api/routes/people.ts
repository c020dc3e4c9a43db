import { listAlgorithmsForUser, listUtilityAlgorithms } from "../../people/algorithms";
import { createKeyForUser, getKeysForUser, importApiKey } from "../../people/keys";
import { addMember, listMembers, removeMember } from "../../people/members";
import { getUserNotifications } from "../../people/notifications";
import { addMemberKey, createOrganizationKey, listOrganizationKeys } from "../../people/organization-keys";
import { createOrganizationType, deleteOrganizationType, listOrganizationTypes } from "../../people/organization-types";
import { createOrganization, deleteOrganization, getOrganization, listOrganizations, updateOrganization } from "../../people/organizations";
import { createUser, deleteUser, getUser, listUsers, updateUser } from "../../people/users";
import type { Route } from "../route";

const user = "/v1/users/:user";
const types = "/v1/organization/types";
const organization = "/v1/organizations/:org";

/** Users, their keys, and organizations. */
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
  { method: "GET", path: types, operation: "getAllOrganizationTypes", scope: "any key", handler: listOrganizationTypes },
  { method: "POST", path: types, operation: "create", scope: "admin", handler: createOrganizationType },
  { method: "DELETE", path: `${types}/:type`, operation: "deleteByName", scope: "admin", handler: deleteOrganizationType },
  { method: "GET", path: "/v1/organizations", operation: "getOrganizations", scope: "admin", handler: listOrganizations },
  { method: "POST", path: "/v1/organizations", operation: "createOrganization", scope: "admin", handler: createOrganization },
  { method: "GET", path: organization, operation: "getOrganization", scope: "admin", handler: getOrganization },
  { method: "PUT", path: organization, operation: "edit", scope: "admin", handler: updateOrganization },
  { method: "DELETE", path: organization, operation: "deleteOrganization", scope: "admin", handler: deleteOrganization },
  { method: "GET", path: `${organization}/members`, operation: "listMembers", scope: "admin", handler: listMembers },
  { method: "PUT", path: `${organization}/members/:user`, operation: "addOrganizationMember", scope: "admin", handler: addMember },
  { method: "DELETE", path: `${organization}/members/:user`, operation: "removeOrganizationMember", scope: "admin", handler: removeMember },
  { method: "GET", path: `${organization}/keys`, operation: "listKeys", scope: "admin", handler: listOrganizationKeys },
  {
    method: "POST",
    path: `${organization}/keys`,
    operation: "createKeyForOrganization",
    scope: "keys:manage",
    handler: createOrganizationKey,
  },
  { method: "POST", path: `${organization}/members/:user/keys`, operation: "addOrganizationApiKey", scope: "admin", handler: addMemberKey },
  {
    method: "GET",
    path: `${organization}/utility-algorithms`,
    operation: "getUtilityAlgorithms",
    scope: "any key",
    handler: listUtilityAlgorithms,
  },
  { method: "GET", path: `${user}/notifications`, operation: "getUserNotifications", scope: "any key", handler: getUserNotifications },
];
