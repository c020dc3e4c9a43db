import type { Readable } from "node:stream";
import { type Caller, owns } from "../api/auth";
import { statedContentType } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import type { Algorithm } from "../store/algorithms";
import { runBackend } from "./backend";
import { gitCaller } from "./credentials";
import { recordHead } from "./pushes";

/** Serves clone, fetch and push of `/git/<owner>/<name>.git`. Only the owner, with a key that may manage algorithms. */
export async function serveGit({ services, request, reply, rawUrl }: Exchange) {
  const target = readTarget(request.method, rawUrl);
  if (!target) return refuse(reply, 404, "Only git's smart HTTP protocol is served here: /git/<owner>/<name>.git\n");
  let caller: Caller | undefined;
  try {
    caller = gitCaller(request.headers.authorization, target.owner, services.authenticate);
  } catch (error) {
    if (error instanceof ApiError && error.reason === "NOT_AUTHENTICATED") return challenge(reply, error.message);
    throw error;
  }
  if (!caller) return challenge(reply, "authorization required");
  services.requests.setOwner(request, caller.user?.name);
  const algorithm = services.store.algorithms.find(target.owner, target.name);
  if (!algorithm) return refuse(reply, 404, "No such algorithm\n");
  if (!mayExchange(algorithm, caller)) return refuse(reply, 403, "Caller is not authorized to read or write this repository\n");
  reply.hijack();
  await runBackend(
    services.folders.repositories,
    {
      method: request.method,
      pathInfo: `/${algorithm.id}.git/${target.service}`,
      query: target.query,
      headers: request.headers,
      contentType: statedContentType(request),
      body: request.body as Readable | undefined,
      user: caller.user?.name ?? "",
    },
    reply.raw,
    () => (isPush(target) ? recordHead(services, algorithm) : Promise.resolve()),
  ).catch((error: unknown) => {
    services.log.error({ err: error, algorithm: `${target.owner}/${target.name}` }, "git request failed");
    reply.raw.destroy();
  });
  return reply;
}

interface Target {
  owner: string;
  name: string;
  service: string;
  query: string;
}

/** The repository and the git service a request addresses; undefined for anything that git's smart protocol does not use. */
function readTarget(method: string, rawUrl: string): Target | undefined {
  const found = /^\/git\/([A-Za-z0-9_]+)\/([A-Za-z0-9_]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)(?:\?(.*))?$/.exec(
    rawUrl,
  );
  if (!found) return undefined;
  const [, owner = "", name = "", service = "", query = ""] = found;
  const asks = service === "info/refs" ? method === "GET" && /^service=git-(upload|receive)-pack$/.test(query) : method === "POST";
  return asks ? { owner, name, service, query } : undefined;
}

/** Also the question before a push: what a git moved after its platform was killed is "up to date" to who pushes it again. */
function isPush({ service, query }: Target): boolean {
  return service === "git-receive-pack" || query === "service=git-receive-pack";
}

function mayExchange(algorithm: Algorithm, caller: Caller): boolean {
  return owns(caller, algorithm.owner.id) && caller.permissions.allow_algo_management;
}

function challenge(reply: Exchange["reply"], message: string) {
  return refuse(reply.header("www-authenticate", 'Basic realm="Algorithmia"'), 401, `${message}\n`);
}

/** git shows plain text to its user. */
function refuse(reply: Exchange["reply"], status: number, message: string) {
  return reply.code(status).type("text/plain").send(message);
}
