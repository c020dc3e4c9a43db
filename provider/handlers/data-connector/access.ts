import type { ConnectorContent, ConnectorState } from "../../client/connectors";
import { secretOnWire } from "../../host/wire";
import { type Protocol, serviceAccountKey, storeForms } from "../../inputs/connector-stores";
import type { Properties } from "../shared/resource-handler";

/** How a store is reached, as the platform takes it. */
export type Access = Pick<ConnectorContent, "credentialType" | "credentials" | "settings">;

/** What is sent of a declared store. */
export function accessOf(protocol: Protocol, store: Properties): Access {
  const settings = onWire(protocol, "settings", store);
  if (store.environment) return { credentialType: "environment", settings };
  const { credentialType } = storeForms[protocol];
  const credentials = onWire(protocol, "credentials", store);
  if (protocol === "gs") return { credentialType, credentials: serviceAccountKey(String(store.credentials)) ?? {}, settings };
  // The documented API has an Azure container's place among its credentials.
  if (protocol === "azureblob") return { credentialType, credentials: { ...settings, ...credentials }, settings: {} };
  return { credentialType, credentials, settings };
}

/** The settings that the platform will tell of a declared store: those that are given, and what a service account's key says itself. */
export function settingsOf(protocol: Protocol, store: Properties): Properties {
  const settings = onWire(protocol, "settings", store);
  if (protocol !== "gs") return settings;
  const { client_email: email, project_id, token_uri } = serviceAccountKey(String(store.credentials)) ?? {};
  return { email, project_id, token_uri, ...settings };
}

/**
 * The store as it is, as a program would declare it: what the platform tells as at our own last write is as it was declared.
 *
 * @param declared The store in the state; undefined right after an import.
 * @param told What the platform told of its settings at our last write. @param rewritten By whom the credentials were written since, if by others.
 */
export function declaredStore(
  { protocol, settings, credentialType }: ConnectorState,
  { declared, told, rewritten }: { declared?: Properties; told: Properties; rewritten?: string },
): Properties {
  const form = storeForms[protocol];
  const places = Object.entries(form.settings).map(([name, { wire }]) => {
    const isAsTold = declared !== undefined && settings[wire] === told[wire];
    return [name, isAsTold ? declared[name] : (settings[wire] ?? undefined)];
  });
  const store = Object.fromEntries(places.filter(([, value]) => value !== undefined)) as Properties;
  if (credentialType === "environment") return { ...store, environment: true };
  const secrets = Object.keys(form.credentials).flatMap((name) => {
    const value = declared?.[name];
    return value === undefined ? [] : [[name, secretOnWire(rewritten ?? value)] as const];
  });
  return { ...store, ...Object.fromEntries(secrets) };
}

/** The declared store for the state: its credentials encrypted. */
export function keptStore(protocol: Protocol, store: Properties): Properties {
  const { credentials } = storeForms[protocol];
  return Object.fromEntries(Object.entries(store).map(([name, value]) => [name, name in credentials ? secretOnWire(value) : value]));
}

function onWire(protocol: Protocol, part: "settings" | "credentials", store: Properties): Properties {
  const fields = Object.entries(storeForms[protocol][part]).map(([name, { wire }]) => [wire, store[name]]);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as Properties;
}
