import { randomUUID } from "node:crypto";
import { type Caller, owns } from "../api/auth";
import { ApiError } from "../api/errors";
import type { Exchange, Services } from "../api/exchange";
import type { NewCall } from "../calls";
import { followCall } from "../calls/follow";
import type { Answer, Input, Runner } from "../engines";
import { secretsOf } from "../secrets/environment";
import type { Algorithm } from "../store/algorithms";
import { mayCall } from "../store/permissions";
import { recordFailure } from "./failures";
import { readInput } from "./input";
import { refuseWhenFull } from "./refuse-when-full";
import { selectBuild } from "./select";

/** Calls an algorithm at the version that is asked for and answers with its result. */
export async function callAlgorithm({ services, caller, request, reply, query, rawUrl }: Exchange) {
  const beganMs = performance.now();
  const target = readTarget(rawUrl);
  const { algorithm, buildId } = choose(services, caller, target);
  const timeoutSeconds = readTimeout(query.timeout);
  const input = await readInput(request);
  const requestId = `req-${randomUUID()}`;
  const output = query.output?.toLowerCase();
  const call = { caller, algorithm, buildId, detached: output === "void" };
  const signal = call.detached ? undefined : callerGone(caller, reply);
  const runner = refuseWhenFull(services.engines.runner(), reply);
  const answer = run(services, runner, call, input, { timeoutSeconds, signal }).then((seen) => {
    if (!seen.ok) recordFailure(services, { requestId, algorithm, buildId, caller, input, error: seen.error });
    return seen;
  });
  services.metrics.call(answer);
  services.usage.call({ algorithm, buildId, user: caller.user }, answer);
  if (output === "void") {
    services.drain.during(answer);
    answer.catch((error: unknown) => services.log.error({ err: error, algorithm: target.text }, "call without an answer failed"));
    return { async: "void", request_id: requestId };
  }
  if (output === "raw") return sendRaw(reply, await answer);
  const seen = await answer;
  return present(reply, seen, {
    ...(query.stdout?.toLowerCase() === "true" && isOwner(algorithm, caller) && { stdout: seen.stdout }),
    // The .NET client asks for it (reference/algorithmia-api.md §3.4), in a unit that nobody wrote down: milliseconds.
    ...(query.timing === "1" && {
      timing: { running: Math.round(seen.durationSeconds * 1000), total: Math.round(performance.now() - beganMs) },
    }),
  });
}

/** Runs a call, if there are not too many. Throws at once what its caller is told at once, also one that does not wait for the answer. */
function run(
  services: Services,
  runner: Pick<Runner, "call">,
  call: NewCall,
  input: Input,
  options: { timeoutSeconds: number; signal: AbortSignal | undefined },
): Promise<Answer> {
  const { algorithm, buildId } = call;
  const { calls, queue, sessions } = services;
  const version = { key: buildId, owner: algorithm.owner.name, name: algorithm.name, versionDir: queue.versionDir(buildId) };
  const environment = environmentOf(algorithm, services);
  const begun = calls.begin(call);
  if ("message" in begun) return Promise.resolve({ ok: false, error: begun, durationSeconds: 0, stdout: "" });
  try {
    const openSeat = () => sessions.open(algorithm, begun);
    const answer = runner.call(version, input, { ...options, environment, openSeat, follow: followCall(begun, services) });
    return answer.finally(() => calls.end(begun));
  } catch (error) {
    calls.end(begun);
    throw error;
  }
}

/** What a running algorithm finds in its environment, beside the key that each instance has for itself: its secrets, the platform's address and how to trust it. */
export function environmentOf(
  algorithm: Algorithm,
  services: Pick<Services, "store" | "vault" | "origin" | "trust">,
): Record<string, string> {
  return { ...services.trust, ...secretsOf(algorithm, services), ALGORITHMIA_API: services.origin() };
}

/** Tells when an algorithm that has called does not wait any more: with its process, which may be killed, its connections end. Others may want the work done. */
function callerGone({ running }: Caller, reply: Exchange["reply"]): AbortSignal | undefined {
  if (!running) return undefined;
  const gone = new AbortController();
  reply.raw.once("close", () => gone.abort());
  return gone.signal;
}

interface Target {
  owner: string;
  name: string;
  id: string | undefined;
  selector: string;
  text: string;
}

/** The algorithm and version in `/v1/algo/…`: by name or id, with surplus slashes or a verbatim `algo://` as some clients send. */
function readTarget(rawUrl: string): Target {
  let text: string;
  try {
    text = decodeURIComponent(rawUrl.split("?")[0]!.slice("/v1/algo".length));
  } catch {
    throw new ApiError("ALGORITHM_NOT_FOUND", "?");
  }
  text = text.replace(/^\/+(algo:\/+)?/i, "").replace(/\/+$/, "");
  const parts = text.split("/");
  const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(parts[0] ?? "") ? parts[0] : undefined;
  const [owner = "", name = "", selector = ""] = id === undefined ? parts : ["", "", ...parts.slice(1)];
  if (parts.length > (id === undefined ? 3 : 2)) throw new ApiError("ALGORITHM_NOT_FOUND", text);
  return { owner, name, id, selector, text };
}

/** What a caller may not call does not exist for them. */
function choose({ store }: Services, caller: Caller, target: Target): { algorithm: Algorithm; buildId: string } {
  const algorithm = target.id === undefined ? store.algorithms.find(target.owner, target.name) : store.algorithms.byId(target.id);
  const [owner, name] = algorithm ? [algorithm.owner.name, algorithm.name] : [target.owner, target.name];
  if (!mayCall(caller.permissions, owner, name)) throw new ApiError("NOT_AUTHORIZED");
  const buildId =
    algorithm &&
    selectBuild(target.selector, {
      versions: store.versions.list(algorithm.id),
      buildsOf: (commitSha) => store.builds.ofCommit(algorithm.id, commitSha).filter(({ state }) => state === "succeeded"),
      isOwner: isOwner(algorithm, caller),
    });
  if (!algorithm || buildId === undefined) throw new ApiError("ALGORITHM_NOT_FOUND", target.text);
  return { algorithm, buildId };
}

function isOwner(algorithm: Algorithm, caller: Caller): boolean {
  return owns(caller, algorithm.owner.id);
}

function readTimeout(text: string | undefined): number {
  if (text === undefined || text === "") return 300;
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 3000)) throw new ApiError("TIMEOUT_INVALID", text);
  return seconds;
}

/** Clients compare the names in `metadata`, so there is nothing in it that was not asked for. */
function present(reply: Exchange["reply"], answer: Answer, askedFor: { stdout?: string; timing?: { running: number; total: number } }) {
  if (!answer.ok) return { error: answer.error, metadata: { duration: answer.durationSeconds, ...askedFor } };
  const metadata = { content_type: answer.contentType, duration: answer.durationSeconds, ...askedFor };
  return reply.type("application/json").send(`{"result":${jsonOf(answer)},"metadata":${JSON.stringify(metadata)}}`);
}

function jsonOf({ json, result }: Answer & { ok: true }): string {
  return json ?? JSON.stringify(result ?? null);
}

function sendRaw(reply: Exchange["reply"], answer: Answer) {
  if (!answer.ok) return reply.code(400).send({ error: answer.error });
  if (answer.contentType === "binary") return reply.type("application/octet-stream").send(Buffer.from(String(answer.result), "base64"));
  if (answer.contentType === "text") return reply.type("text/plain").send(String(answer.result));
  return reply.type("application/json").send(jsonOf(answer));
}
