import type { Exchange } from "./exchange";
import type { Route } from "./route";
import { type Support, supportOf } from "./support";

/**
 * Answers with an OpenAPI document of what this platform does: every operation of Algorithmia's file by its id, with the reason where it answers 501.
 *
 * @param routes asked for at each request, for the table holds this route too
 */
export function openApiRoute(routes: () => Route[]): Route {
  const handler = ({ services }: Exchange) => describeApi(supportOf(routes()), services.origin());
  return { method: "GET", path: "/v1/openapispec", operation: "getOpenApi", scope: "none", handler };
}

function describeApi(support: Support[], origin: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const row of support) {
    const { method, path } = row.operation;
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeOperation(row) };
  }
  return {
    openapi: "3.0.0",
    info: {
      title: "Algorithmia's management API as this platform serves it",
      version: "1.5.1",
      description: "Operations that answer 501 only say why.",
    },
    servers: [{ url: origin }],
    security: [{ ApiKeyAuth: [] }],
    paths,
    components: {
      securitySchemes: { ApiKeyAuth: { type: "apiKey", in: "header", name: "Authorization", description: "Simple, then an API key." } },
    },
  };
}

function describeOperation(row: Support) {
  const names = [...row.operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  return {
    operationId: row.operation.id,
    ...(names.length > 0 && { parameters: names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })) }),
    responses: row.route ? { default: { description: "The result, or an error." } } : { 501: { description: row.reason } },
  };
}
