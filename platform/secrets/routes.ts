import { administeredAlgorithm } from "../algorithms/find";
import { jsonBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { schemas } from "../api/schemas";
import type { Algorithm } from "../store/algorithms";
import type { Secret } from "../store/secrets";

/** The one place secrets are kept here. Its id is for ever the same: clients send it back. */
const provider = {
  id: "5f1d7a0e-6c0b-4b1d-9f57-2a4f6f1f3c10",
  name: "algorithmia_internal_secret_provider",
  description: "Keeps secrets encrypted in the platform's own database",
  moduleName: "internal",
  factoryClassName: "internal",
  interfaceVersion: "1.0",
  isEnabled: true,
  isDefault: true,
  created: "2020-05-01T00:00:00.000Z",
  modified: "2020-05-01T00:00:00.000Z",
};

/** Lists the places that secrets can be kept in: one. */
export function listSecretProviders() {
  return [provider];
}

/** Tells about one of them. */
export function getSecretProvider(exchange: Exchange) {
  requireBuiltIn(exchange);
  return provider;
}

/** Makes a provider the default; the built-in one, which is the only one, is it already. */
export function setDefaultSecretProvider(exchange: Exchange) {
  requireBuiltIn(exchange);
  return exchange.reply.code(204).send();
}

/** Tells whether a provider came as a plug-in: by 400, as documented, that the built-in one did not. */
export function checkSecretProviderForJar(exchange: Exchange): never {
  requireBuiltIn(exchange);
  throw new ApiError("SECRET_PROVIDER_HAS_NO_JAR", provider.name);
}

/** Lists an algorithm's secrets, without their values. */
export function getAlgorithmSecrets(exchange: Exchange) {
  return { results: exchange.services.store.secrets.list(administeredAlgorithm(exchange).id).map(describe) };
}

/** Creates a secret. Running instances do not have it; the next call starts one that does. */
export async function createAlgorithmSecret(exchange: Exchange) {
  const { store, vault } = exchange.services;
  const algorithm = administeredAlgorithm(exchange);
  const body = schemas().newSecret(await jsonBody(exchange.request));
  if (body.provider_id !== undefined && body.provider_id !== provider.id) throw new ApiError("SECRET_PROVIDER_NOT_FOUND", body.provider_id);
  if (body.secret_value === undefined) throw new ApiError("SECRET_VALUE_MISSING");
  refuseTakenKey(exchange, algorithm, body.secret_key);
  const { secret_key: key, short_name: shortName, description } = body;
  const sealedValue = vault.seal(body.secret_value, algorithm.id);
  return describe(store.secrets.create({ algorithmId: algorithm.id, key, shortName, description }, sealedValue));
}

/** Changes what the body names, the value included. */
export async function editAlgorithmSecret(exchange: Exchange) {
  const { store, vault } = exchange.services;
  const algorithm = administeredAlgorithm(exchange);
  const secret = secretOf(exchange, algorithm);
  const { secret_key: key = secret.key, secret_value: value, ...body } = schemas().secretChange(await jsonBody(exchange.request));
  if (key !== secret.key) refuseTakenKey(exchange, algorithm, key);
  return describe(
    store.secrets.update(secret, {
      key,
      shortName: body.short_name ?? secret.shortName,
      description: body.description ?? secret.description,
      sealedValue: value === undefined ? undefined : vault.seal(value, algorithm.id),
    }),
  );
}

/** Deletes a secret; the next call runs without it. */
export function deleteAlgorithmSecret(exchange: Exchange) {
  exchange.services.store.secrets.remove(secretOf(exchange, administeredAlgorithm(exchange)));
  return exchange.reply.code(204).send();
}

function secretOf({ services, params }: Exchange, algorithm: Algorithm): Secret {
  const { secretId = "" } = params;
  const secret = services.store.secrets.find(algorithm.id, secretId);
  if (!secret) throw new ApiError("SECRET_NOT_FOUND", secretId);
  return secret;
}

function refuseTakenKey({ services }: Exchange, algorithm: Algorithm, key: string): void {
  if (services.store.secrets.list(algorithm.id).some((secret) => secret.key === key)) throw new ApiError("SECRET_KEY_TAKEN", key);
}

function describe({ id, algorithmId, key, shortName, description, createdAt, modifiedAt }: Secret) {
  return {
    id,
    short_name: shortName,
    description,
    secret_key: key,
    owner_type: "algorithm",
    owner_id: algorithmId,
    provider_id: provider.id,
    created: createdAt,
    modified: modifiedAt,
  };
}

function requireBuiltIn({ params }: Exchange): void {
  if (params.providerId?.toLowerCase() !== provider.id) throw new ApiError("SECRET_PROVIDER_NOT_FOUND", params.providerId);
}
