import type { Scope } from "./auth";
import type { Handler } from "./exchange";

/** One row of the route table. `operation` is the OpenAPI operation id, or a name of our own where there is none. */
export interface Route {
  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `{algorithm}` stands for both `:owner/:name` and an algorithm's UUID. */
  path: string;
  operation: string;
  scope: Scope;
  handler: Handler;
}

/** What an id looks like, for a router's pattern. */
export const uuid = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
/** The address of an algorithm in the management API. */
export const algorithm = "/v1/algorithms/{algorithm}";

/** The paths a row stands for. The UUID form is tried first: no user name has that shape. */
export function pathsOf({ path }: Route): string[] {
  if (!path.includes("{algorithm}")) return [path];
  return [path.replace("{algorithm}", `:algorithmId(^${uuid}$)`), path.replace("{algorithm}", ":owner/:name")];
}

/**
 * Tells which requests name an algorithm by something that is no UUID, such as `/v1/algorithms/hello/errors/1`: to them it does not
 * exist, as clients expect of what is not there (reference/algorithmia-api.md §5.2).
 */
export function unknownAlgorithms(routes: Route[]): (method: string, path: string) => boolean {
  const shapes = routes
    .filter(({ path }) => /\{algorithm\}|:algorithmId\(/.test(path))
    .map(({ method, path }) => ({ method, shape: new RegExp(`^${path.replace(/\{algorithm\}|:\w+(\([^)]*\))?/g, "[^/]+")}/?$`) }));
  return (method, path) => shapes.some((known) => known.method === method && known.shape.test(path));
}
