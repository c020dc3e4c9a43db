import { listFeatures, toggleFeature } from "../../administration/features";
import { deleteHostUsername, getHostUsernames, setHostUsernames } from "../../administration/host-usernames";
import { createOrganizationHost, deleteOrganizationHost, getOrganizationHost, updateOrganizationHost } from "../../administration/hosts";
import { addInvite, deleteInvite, listInvites } from "../../administration/invites";
import { listInsights, reportInsights } from "../../insights/routes";
import { createReservation, deleteReservation, listReservations } from "../../reservations/routes";
import { getLegacyAlgorithms } from "../../usage/legacy";
import { getAlgorithmUsage, getFullUsage, getUserUsage } from "../../usage/reports";
import type { Route } from "../route";

const usage = "/v1/admin/usage";
const host = "/v1/admin/organization_host_information";
const usernames = "/v1/organizations/:org/algorithms-host-usernames";

/** What the administrator of a platform looks at and sets, beside people. */
export const administrationRoutes: Route[] = [
  { method: "GET", path: usage, operation: "getFullUsage", scope: "admin", handler: getFullUsage },
  { method: "GET", path: `${usage}/algorithms`, operation: "getAlgorithmUsageResult", scope: "admin", handler: getAlgorithmUsage },
  { method: "GET", path: `${usage}/users`, operation: "getUserUsageResult", scope: "admin", handler: getUserUsage },
  {
    method: "GET",
    path: "/v1/admin/legacy-algorithms",
    operation: "getLegacyAlgorithmiUsageResult",
    scope: "admin",
    handler: getLegacyAlgorithms,
  },
  { method: "GET", path: "/v1/admin/features", operation: "featureFlagList", scope: "admin", handler: listFeatures },
  { method: "PUT", path: "/v1/admin/features/:feature", operation: "toggleFeatureFlag", scope: "admin", handler: toggleFeature },
  { method: "GET", path: "/v1/admin/invites", operation: "getInvites", scope: "admin", handler: listInvites },
  { method: "POST", path: "/v1/admin/invites", operation: "addInvite", scope: "admin", handler: addInvite },
  { method: "DELETE", path: "/v1/admin/invites/:code", operation: "deleteInvite", scope: "admin", handler: deleteInvite },
  { method: "GET", path: "/v1/admin/reservations", operation: "getReservations", scope: "admin", handler: listReservations },
  { method: "POST", path: "/v1/admin/reservations", operation: "createReservation", scope: "admin", handler: createReservation },
  {
    method: "DELETE",
    path: "/v1/admin/reservations/:reservationId",
    operation: "deleteReservation",
    scope: "admin",
    handler: deleteReservation,
  },
  { method: "PUT", path: host, operation: "update", scope: "admin", handler: updateOrganizationHost },
  { method: "GET", path: `${host}/:org`, operation: "getByOrgName", scope: "admin", handler: getOrganizationHost },
  { method: "POST", path: `${host}/:org`, operation: "createOrganizationHostInformation", scope: "admin", handler: createOrganizationHost },
  { method: "DELETE", path: `${host}/:org`, operation: "delete", scope: "admin", handler: deleteOrganizationHost },
  { method: "GET", path: usernames, operation: "getHostUsernames", scope: "admin", handler: getHostUsernames },
  { method: "PUT", path: usernames, operation: "setHostUsernames", scope: "admin", handler: setHostUsernames },
  {
    method: "DELETE",
    path: `${usernames}/:algorithmId`,
    operation: "deleteHostUsernames",
    scope: "admin",
    handler: deleteHostUsername,
  },
  { method: "POST", path: "/v1/insights", operation: "reportInsights", scope: "none", handler: reportInsights },
  { method: "GET", path: "/platform/insights", operation: "listInsights", scope: "admin", handler: listInsights },
];
