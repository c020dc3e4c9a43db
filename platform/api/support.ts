import { type Operation, operationsList } from "./operations-list";
import { pathsOf, type Route, uuid } from "./route";

/** What becomes of one operation of the OpenAPI file: a route serves it, or it answers 501 for a reason. */
export type Support = { operation: Operation; route: Route } | { operation: Operation; route?: undefined; reason: string };

/**
 * Tells for every operation of Algorithmia's OpenAPI file whether a route serves it. The page docs/platform-support.md and the 501 answers come from here.
 *
 * @example supportOf(routes).filter(({ route }) => !route).length // how many answer 501
 */
export function supportOf(routes: Route[]): Support[] {
  const served = routes.flatMap((route) => pathsOf(route).map((path) => ({ route, method: route.method, shape: shapeOf(path) })));
  return operationsList.map((operation) => {
    const shape = shapeOf(operation.path);
    const found = served.find((row) => row.method === operation.method && covers(row.shape, shape));
    return found ? { operation, route: found.route } : { operation, reason: reasonFor(operation) };
  });
}

/** The routes that no operation of the file stands for: the platform's own, and those that only clients and older pages know. */
export function routesBeyond(routes: Route[]): Route[] {
  const named = new Set(supportOf(routes).map(({ route }) => route));
  return routes.filter((route) => !named.has(route));
}

/** The path of an operation as the router takes it. An algorithm's UUID must look like one, or names of accounts would match. */
export function routerPath({ path }: Operation): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => (name === "algorithmId" ? `:${name}(^${uuid}$)` : `:${name}`));
}

/** A path with its parameters' names taken out, so that `{username}` and `:owner` are the same. */
function shapeOf(path: string): string {
  return path.replace(/:\w+(\([^)]*\))?/g, ":").replace(/\{\w+\}/g, ":");
}

function covers(served: string, asked: string): boolean {
  return served.endsWith("/*") ? asked.startsWith(served.slice(0, -1)) : served === asked;
}

function reasonFor({ path }: Operation): string {
  return reasons.find(([pattern]) => pattern.test(path))?.[1] ?? "Not built yet.";
}

/** Why operations are not served; the first pattern that fits counts. */
const reasons: [RegExp, string][] = [
  [/^\/v1\/admin\/scms|^\/v1\/scms/, "The built-in source code host is the only one: none is added or authorized."],
  [/\/registr(y|ies)/, "Versions run as processes on this machine: there are no images for a registry."],
  [/^\/v1\/admin\/(secret-provider|plugins)/, "There is one built-in secret provider, which is not changed, and no plug-ins."],
  [/insights-connection/, "Insights are not sent to a message broker."],
  [/\/event-listeners/, "The platform listens to no message queues."],
];
