import { listHostedData } from "../../data/hosted";
import {
  createDirectory,
  deleteFileOrDirectory,
  getFileOrDirectory,
  updateDirectoryAcl,
  uploadFile,
  verifyFileExistence,
} from "../../data/routes";
import type { Route } from "../route";

/** The Data API, in both families of addresses. */
export const dataRoutes: Route[] = [
  ...["/v1/data", "/v1/data/*", "/v1/connector/*"].flatMap((path): Route[] => [
    { method: "GET", path, operation: "getFileOrDirectory", scope: "data:read", handler: getFileOrDirectory },
    { method: "HEAD", path, operation: "verifyFileExistence", scope: "data:read", handler: verifyFileExistence },
    { method: "PUT", path, operation: "uploadFile", scope: "data:write", handler: uploadFile },
    { method: "POST", path, operation: "createDirectory", scope: "data:write", handler: createDirectory },
    { method: "PATCH", path, operation: "updateDirectoryAcl", scope: "data:write", handler: updateDirectoryAcl },
    { method: "DELETE", path, operation: "deleteFileOrDirectory", scope: "data:write", handler: deleteFileOrDirectory },
  ]),
  { method: "GET", path: "/v1/hostedData", operation: "listHostedData", scope: "data:read", handler: listHostedData },
];
