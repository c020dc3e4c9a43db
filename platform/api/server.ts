import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from "fastify";
import type { Tls } from "../tls";
import { nobody, readKey, requireScope } from "./auth";
import { hideContentType } from "./body";
import { ApiError } from "./errors";
import type { Exchange, Services } from "./exchange";
import { installReadAway } from "./read-away";
import { pathsOf, type Route, unknownAlgorithms } from "./route";
// With its file: a folder that was built before holds a routes.js too, which would be found first.
import { routes } from "./routes/index";
import { routerPath, supportOf } from "./support";
import { takeTurns } from "./turns";
import { answerUnreadable } from "./unreadable";

/** Builds the HTTP server, or with a certificate the HTTPS server, from the route table. It does not listen yet. */
export function createServer(services: Services, tls?: Pick<Tls, "cert" | "key">): FastifyInstance {
  const options = {
    loggerInstance: services.log as FastifyBaseLogger,
    // One line a request, without its query and headers, is written below.
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: "idle",
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 16_384 },
    exposeHeadRoutes: false,
    // No route has a schema (bodies are parsed by zod), so the schema compilers, which are slow to load, stay unloaded.
    schemaController: { compilersFactory: { buildValidator: () => unused, buildSerializer: () => unused } },
    rewriteUrl: (request) => plainTarget(request.url ?? "/"),
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (_error, request, reply) =>
      answerError(services, request, reply, new ApiError("PATH_INVALID", "The path is not valid.")),
  } satisfies FastifyServerOptions;
  const app = tls ? overHttps(options, tls) : Fastify(options);
  // Nobody is left to answer to. The code tells what is wrong: ERR_SSL_HTTP_REQUEST, or an alert about an unknown authority.
  app.server.on("tlsClientError", ({ code }: NodeJS.ErrnoException) => services.log.warn({ code }, "a client did not agree on TLS"));
  app.removeAllContentTypeParsers();
  // Every body stays a stream: files and packs are too large to hold, and git's must not be touched.
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
  takeTurns(app);
  app.addHook("onRequest", async (request, reply) => {
    hideContentType(request);
    services.requests.record(request, reply);
  });
  app.addHook("onResponse", async (request, reply) => {
    const { method } = request;
    services.log.info({ method, path: request.url.split("?")[0], status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, "request");
  });
  installReadAway(app);
  services.drain.install(app);
  services.metrics.install(app);
  services.faults.install(app);
  for (const route of routes) {
    for (const url of pathsOf(route))
      app.route({
        method: methodsOf(route),
        url,
        config: { operation: route.operation },
        handler: (request, reply) => handle(services, route, request, reply),
      });
  }
  for (const { operation, route } of supportOf(routes)) {
    if (route) continue;
    const { method, id } = operation;
    app.route({
      method,
      url: routerPath(operation),
      handler: (request, reply) => answerError(services, request, reply, unserved(request, id)),
    });
  }
  const namesNoAlgorithm = unknownAlgorithms(routes);
  app.setNotFoundHandler((request, reply) => {
    const absent = namesNoAlgorithm(request.method, request.url.split("?")[0]!);
    return answerError(services, request, reply, absent ? new ApiError("NO_SUCH_ALGORITHM") : unserved(request));
  });
  app.setErrorHandler((error, request, reply) => answerError(services, request, reply, error));
  return app;
}

/** A lone % in a name is a client's unescaped name, not an error. What is meant for a proxy names the server, too (RFC 9112 §3.2.2). */
function plainTarget(url: string): string {
  const target = url.replace(/^https?:\/\/[^/?]*/i, "").replace(/%(?![0-9a-f]{2})/gi, "%25");
  return target.startsWith("/") ? target : `/${target}`;
}

/** The framework tells servers apart by type; everything here uses what both have. */
function overHttps(options: FastifyServerOptions, { cert, key }: Pick<Tls, "cert" | "key">): FastifyInstance {
  return Fastify({ ...options, https: { cert, key } } as FastifyServerOptions);
}

/** Whatever may be read answers HEAD, too, with what GET would answer but the body; files and folders have a route of their own for that. */
function methodsOf({ method, path }: Route): Route["method"][] {
  const isHeaded = method === "GET" && !path.startsWith("/git") && !routes.some((other) => other.method === "HEAD" && other.path === path);
  return isHeaded ? ["GET", "HEAD"] : [method];
}

function unused(): never {
  throw new Error("routes carry no schemas");
}

async function handle(services: Services, route: Route, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const exchange: Exchange = {
    services,
    caller: nobody,
    request,
    reply,
    params: request.params as Record<string, string | undefined>,
    query: singleValues(request.query as Record<string, string | string[]>),
    rawUrl: request.raw.url ?? "/",
  };
  try {
    // A route that needs no key must not fail on a wrong one.
    if (route.scope !== "none") exchange.caller = services.authenticate(readKey(request.headers.authorization));
    services.requests.setOwner(request, exchange.caller.user?.name ?? (exchange.caller.kind === "admin" ? "admin" : undefined));
    requireScope(route.scope, exchange.caller, services.callWithoutKey);
    return await route.handler(exchange);
  } catch (error) {
    return answerError(services, request, reply, error);
  }
}

function answerError(services: Services, request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const refusal = asApiError(error);
  if (refusal.reason === "INTERNAL")
    services.log.error({ err: error, method: request.method, path: request.url.split("?")[0] }, "request failed");
  if (reply.raw.headersSent) {
    reply.raw.destroy();
    return reply;
  }
  // The client may still be sending: its connection cannot carry another request.
  if (refusal.reason === "BODY_TOO_LARGE" || refusal.reason === "UPLOAD_INCOMPLETE") reply.header("connection", "close");
  // Calls end all the time: there is no better guess when to try again.
  if (refusal.status === 429) reply.header("retry-after", 1);
  for (const header of ["content-length", "etag", "last-modified", "accept-ranges"]) reply.removeHeader(header);
  reply.code(refusal.status).type("application/json");
  if (request.method !== "HEAD") return reply.send(refusal.body);
  return reply.header("x-error-message", refusal.message.replace(/[^\x20-\x7e]/g, "?")).send();
}

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const { statusCode, message, code } = error as FastifyError;
  if (code === "FST_ERR_BAD_URL") return new ApiError("PATH_INVALID", "The path is not valid.");
  if (statusCode === 503) return new ApiError("STOPPING");
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new ApiError("INVALID_REQUEST", message);
  return new ApiError("INTERNAL");
}

function unserved(request: FastifyRequest, operationId?: string): ApiError {
  const path = request.url.split("?")[0]!;
  const name = operationId === undefined ? "" : ` (${operationId})`;
  return /^\/v1(\/|$)/.test(path) ? new ApiError("NOT_SERVED", `${request.method} ${path}${name}`) : new ApiError("NO_SUCH_PAGE", path);
}

/** A parameter that is given twice counts with its first value. */
function singleValues(query: Record<string, string | string[]>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]));
}
