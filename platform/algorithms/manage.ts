import { randomUUID } from "node:crypto";
import { owns } from "../api/auth";
import { jsonBody, statedContentType } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { schemas } from "../api/schemas";
import { templateFiles } from "../environments/templates";
import type { Algorithm } from "../store/algorithms";
import { describeAlgorithm, describeVersion } from "./describe";
import { ownAlgorithm } from "./find";
import { languageOf } from "./languages";
import { removeAlgorithm } from "./remove";

/** Creates an algorithm with a repository of template files and no build. */
export async function createAlgorithm({ services, caller, params, request, reply }: Exchange) {
  const { store, repositories } = services;
  const owner = store.users.byName(params.user ?? "");
  if (!owner) throw new ApiError("USER_NOT_FOUND", params.user);
  if (!owns(caller, owner.id)) throw new ApiError("NOT_AUTHORIZED");
  const body = schemas().newAlgorithm(await jsonBody(request));
  requireName(body.name);
  const language = languageOf(body.settings);
  if (typeof body.source.scm === "string" && body.source.scm !== "internal")
    throw new ApiError("NOT_SERVED", `the source code host ${body.source.scm}`);
  if (store.algorithms.find(owner.name, body.name)) throw new ApiError("ALGORITHM_NAME_TAKEN", body.name);
  const id = randomUUID();
  const headSha = await repositories.create(id, templateFiles(language, owner.name, body.name));
  const algorithm = {
    id,
    owner,
    name: body.name,
    details: { summary: "", label: body.name, tagline: "", ...body.details },
    settings: { ...defaultSettings, ...body.settings, algorithm_callability: "private" },
    sampleInput: body.version_info.sample_input,
    headSha,
  };
  // Another request may have taken the name while the repository was made.
  if (store.algorithms.find(owner.name, body.name)) {
    await repositories.remove(id);
    throw new ApiError("ALGORITHM_NAME_TAKEN", body.name);
  }
  const created = store.algorithms.create(algorithm);
  reply.code(201);
  return describeAlgorithm(created, services.origin());
}

/** Tells about an algorithm and its latest version, published or, failing that, built. */
export function getAlgorithm(exchange: Exchange) {
  return describeLatest(exchange, ownAlgorithm(exchange));
}

/** Changes details and settings. They reach callers with the next published version. */
export async function updateAlgorithm(exchange: Exchange) {
  const algorithm = ownAlgorithm(exchange);
  // One client form-encodes the names of its arguments without their values: nothing to change.
  if (statedContentType(exchange.request)?.startsWith("application/x-www-form-urlencoded")) return describeLatest(exchange, algorithm);
  const body = schemas().algorithmChange(await jsonBody(exchange.request));
  const changed = {
    ...algorithm,
    details: { ...algorithm.details, ...body.details },
    settings: { ...algorithm.settings, ...body.settings },
    sampleInput: body.version_info.sample_input ?? algorithm.sampleInput,
  };
  exchange.services.store.algorithms.update(changed);
  return describeLatest(exchange, changed);
}

/** Deletes an algorithm with its repository, builds and versions. */
export async function deleteAlgorithm(exchange: Exchange) {
  await removeAlgorithm(exchange.services, ownAlgorithm(exchange));
  return exchange.reply.code(204).send();
}

const defaultSettings = {
  source_visibility: "closed",
  license: "apl",
  network_access: "full",
  pipeline_enabled: true,
  insights_enabled: false,
  royalty_microcredits: 0,
};

function requireName(name: string): void {
  if (/^[a-zA-Z][a-zA-Z0-9_]{0,99}$/.test(name)) return;
  throw new ApiError("INVALID_INPUT", `name: '${name}' must be a letter, then letters, digits and _, at most 100 characters`);
}

function describeLatest({ services }: Exchange, algorithm: Algorithm) {
  const { store } = services;
  const [published] = store.versions.list(algorithm.id);
  const build = published
    ? store.builds.byId(published.buildId)
    : (store.builds.successful(algorithm.id)[0] ?? store.builds.list(algorithm.id, Number.MAX_SAFE_INTEGER, 1)[0]);
  if (!build) return describeAlgorithm(algorithm, services.origin());
  return describeVersion(algorithm, build, published, services.origin());
}
