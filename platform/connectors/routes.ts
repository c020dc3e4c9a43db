import { owns } from "../api/auth";
import { jsonBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { pageByName } from "../api/pages/by-name";
import { existingAccount } from "../people/find";
import type { Connector } from "../store/connectors";
import type { User } from "../store/users";
import { connectorId, find } from "./find";
import { type ConnectorChangeBody, schemas } from "./schemas";

/** Creates a data connector. */
export async function createConnector(exchange: Exchange) {
  const { store, vault } = exchange.services;
  const account = managedAccount(exchange);
  const body = schemas().newConnector(await secretBody(exchange));
  requireSameAccount(body, account);
  const { protocol, label, path = "*", writeable = false, cred_type: credentialType } = body;
  if (credentialType === undefined) throw new ApiError("INVALID_INPUT", "cred_type: required");
  if (body.cred_data === undefined && credentialType !== "environment") throw new ApiError("INVALID_INPUT", "cred_data: required");
  requireEnvironmentRight(exchange, credentialType);
  const { settings, credentials = {} } = schemas().access(protocol, credentialType, body.cred_data, body.settings);
  schemas().requireSettings(protocol, settings);
  // Without a label there is no other address than that of the default.
  const isDefault = body.is_default ?? label === "";
  if (label === "" && !isDefault) throw new ApiError("INVALID_INPUT", "label: a connector that is not the default needs one");
  if (store.connectors.list(account.id).some((each) => each.protocol === protocol && each.label === label)) {
    throw new ApiError("CONNECTOR_EXISTS", `${account.name} has a data connector ${connectorId({ protocol, label })} already.`);
  }
  if (isDefault) refuseSecondDefault(exchange, account, protocol);
  const connector = { accountId: account.id, protocol, label, isDefault, path, writeable, credentialType, settings };
  return describe(
    store.connectors.create(connector, (id) => vault.seal(JSON.stringify(credentials), id)),
    account,
  );
}

/** Lists an account's connectors, without their credentials. */
export function listConnectors(exchange: Exchange) {
  const account = managedAccount(exchange);
  const named = exchange.services.store.connectors.list(account.id).map((connector) => ({ name: connectorId(connector), connector }));
  named.sort((one, other) => (one.name < other.name ? -1 : 1));
  return pageByName(
    exchange,
    `${exchange.services.origin()}/v1/users/${account.name}/connectors`,
    (after, limit) => named.filter(({ name }) => name > after).slice(0, limit),
    ({ connector }) => describe(connector, account),
  );
}

/** Tells about a connector. */
export function getConnector(exchange: Exchange) {
  const account = managedAccount(exchange);
  return describe(existing(exchange, account), account);
}

/** Changes what the body names, the credentials included; the address stays. What runs through the connector goes on as it began. */
export async function updateConnector(exchange: Exchange) {
  const { store, vault } = exchange.services;
  const account = managedAccount(exchange);
  const connector = existing(exchange, account);
  const body = schemas().connectorChange(await secretBody(exchange));
  requireSameAccount(body, account);
  const { protocol, label } = connector;
  if ((body.protocol ?? protocol) !== protocol || (body.label ?? label) !== label) {
    throw new ApiError("INVALID_INPUT", `label: the address ${connectorId(connector)} stays for good. Create another connector instead.`);
  }
  const isDefault = body.is_default ?? connector.isDefault;
  if (label === "" && !isDefault) throw new ApiError("INVALID_INPUT", "is_default: a connector without a label stays the default");
  if (isDefault && !connector.isDefault) refuseSecondDefault(exchange, account, protocol);
  const credentialType = body.cred_type ?? connector.credentialType;
  requireEnvironmentRight(exchange, credentialType);
  if (credentialType !== connector.credentialType && credentialType !== "environment" && body.cred_data === undefined) {
    throw new ApiError("INVALID_INPUT", `cred_data: required where cred_type becomes "${credentialType}"`);
  }
  const access = schemas().access(protocol, credentialType, body.cred_data, body.settings ?? connector.settings);
  const settings = { ...keptSettings(connector), ...access.settings };
  schemas().requireSettings(protocol, settings);
  const { path = connector.path, writeable = connector.writeable } = body;
  const sealed = access.credentials && vault.seal(JSON.stringify(access.credentials), connector.id);
  return describe(store.connectors.update({ ...connector, isDefault, path, writeable, credentialType, settings }, sealed), account);
}

/** Deletes a connector; what lies in the store stays. */
export function deleteConnector(exchange: Exchange) {
  exchange.services.store.connectors.remove(existing(exchange, managedAccount(exchange)));
  return exchange.reply.code(204).send();
}

/** The user or organization a route names, if it is the caller's own or the admin asks. */
function managedAccount({ services, caller, params }: Exchange): User {
  const account = existingAccount(services, params.user);
  if (caller.kind !== "admin" && !owns(caller, account.id)) throw new ApiError("NOT_AUTHORIZED");
  return account;
}

function existing({ services, params }: Exchange, account: User): Connector {
  const { connectorId: id = "" } = params;
  const connector = find(services.store, account.id, id);
  if (!connector)
    throw new ApiError("CONNECTOR_NOT_FOUND", `${id}. GET /v1/users/${account.name}/connectors lists those of ${account.name}.`);
  return connector;
}

function refuseSecondDefault({ services }: Exchange, account: User, protocol: Connector["protocol"]): void {
  const holder = services.store.connectors.find(account.id, protocol, "");
  if (holder) {
    throw new ApiError(
      "CONNECTOR_EXISTS",
      `${connectorId(holder)} is the default ${protocol} connector of ${account.name} already. Set its is_default to false first.`,
    );
  }
}

/** What the platform's own process may reach is not for everybody. */
function requireEnvironmentRight({ caller }: Exchange, type: Connector["credentialType"]): void {
  if (type === "environment" && caller.kind !== "admin") {
    throw new ApiError("NOT_AUTHORIZED", "Only an admin key gives a connector the credentials of the platform's own environment.");
  }
}

function requireSameAccount({ username }: ConnectorChangeBody, account: User): void {
  if (username !== undefined && username.toLowerCase() !== account.name.toLowerCase()) {
    throw new ApiError("INVALID_INPUT", `username: the address is that of ${account.name}, not of ${username}`);
  }
}

/** Settings that the documentation has among the credentials are kept when only other settings are given. */
function keptSettings({ protocol, settings }: Connector): Record<string, unknown> {
  if (protocol === "azureblob") return { storage_uri: settings.storage_uri, container_name: settings.container_name };
  return protocol === "gs" ? { email: settings.email } : {};
}

/** A parser's complaint quotes what it read, and that may be a credential. */
async function secretBody({ request }: Exchange): Promise<unknown> {
  try {
    return await jsonBody(request);
  } catch (error) {
    if (error instanceof ApiError && error.reason === "MALFORMED_JSON") {
      throw new ApiError("MALFORMED_JSON", "it is not shown, as it may hold credentials");
    }
    throw error;
  }
}

function describe(connector: Connector, account: User) {
  return {
    connector_id: connectorId(connector),
    username: account.name,
    label: connector.label,
    protocol: connector.protocol,
    is_default: connector.isDefault,
    permissions: connector.writeable ? ["read", "write", "delete"] : ["read"],
    path: connector.path,
    writeable: connector.writeable,
    cred_type: connector.credentialType,
    settings: connector.settings,
    created_at: connector.createdAt,
    modified_at: connector.modifiedAt,
  };
}
