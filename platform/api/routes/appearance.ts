import { deleteConfigEntry, getConfigEntry, listConfigEntries, updateConfigEntry } from "../../appearance/entries";
import { deleteImage, getDefaultImage, getImage, updateImage } from "../../appearance/images";
import type { Route } from "../route";

const entries = "/v1/config/frontend";

/** How pages look: pictures and settings. */
export const appearanceRoutes: Route[] = [
  { method: "GET", path: entries, operation: "getFrontendConfigEntries", scope: "any key", handler: listConfigEntries },
  // Front ends read them before anybody has signed in.
  { method: "GET", path: `${entries}/:keyname`, operation: "getConfigEntry", scope: "none", handler: getConfigEntry },
  { method: "PUT", path: `${entries}/:keyname`, operation: "updateConfigEntry", scope: "admin", handler: updateConfigEntry },
  { method: "DELETE", path: `${entries}/:keyname`, operation: "deleteConfigEntry", scope: "admin", handler: deleteConfigEntry },
  { method: "GET", path: "/v1/config/favicon", operation: "getFavicon", scope: "none", handler: getImage("favicon") },
  { method: "POST", path: "/v1/config/favicon", operation: "updateFavicon", scope: "admin", handler: updateImage("favicon") },
  { method: "DELETE", path: "/v1/config/favicon", operation: "deleteFavicon", scope: "admin", handler: deleteImage("favicon") },
  { method: "GET", path: "/v1/config/logo", operation: "getLogo", scope: "none", handler: getImage("logo") },
  { method: "POST", path: "/v1/config/logo", operation: "updateLogo", scope: "admin", handler: updateImage("logo") },
  { method: "DELETE", path: "/v1/config/logo", operation: "deleteLogo", scope: "admin", handler: deleteImage("logo") },
  { method: "GET", path: "/console/favicon.svg", operation: "getDefaultFavicon", scope: "none", handler: getDefaultImage("favicon") },
  { method: "GET", path: "/console/logo.svg", operation: "getDefaultLogo", scope: "none", handler: getDefaultImage("logo") },
];
