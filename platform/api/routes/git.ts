import { serveGit } from "../../git/routes";
import type { Route } from "../route";

/** Git over HTTP. */
export const gitRoutes: Route[] = [
  { method: "GET", path: "/git/*", operation: "gitFetch", scope: "none", handler: serveGit },
  { method: "POST", path: "/git/*", operation: "gitExchange", scope: "none", handler: serveGit },
];
