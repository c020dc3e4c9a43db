import {
  checkSecretProviderForJar,
  createAlgorithmSecret,
  deleteAlgorithmSecret,
  editAlgorithmSecret,
  getAlgorithmSecrets,
  getSecretProvider,
  listSecretProviders,
  setDefaultSecretProvider,
} from "../../secrets/routes";
import { algorithm, type Route } from "../route";

/** Secrets of algorithms. */
export const secretsRoutes: Route[] = [
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
  { method: "GET", path: "/v1/admin/secret-provider", operation: "adminListSecretProviders", scope: "admin", handler: listSecretProviders },
  {
    method: "GET",
    path: "/v1/admin/secret-provider/:providerId",
    operation: "getSecretProvider",
    scope: "admin",
    handler: getSecretProvider,
  },
  {
    method: "GET",
    path: "/v1/admin/plugins/secret-provider/:providerId",
    operation: "checkSecretProviderForJar",
    scope: "admin",
    handler: checkSecretProviderForJar,
  },
  {
    method: "POST",
    path: "/v1/admin/plugins/secret-provider/:providerId/default",
    operation: "setDefaultSecretProvider",
    scope: "admin",
    handler: setDefaultSecretProvider,
  },
];
