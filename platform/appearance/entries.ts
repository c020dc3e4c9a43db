import { jsonBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import { pageByName } from "../api/pages/by-name";
import type { ConfigEntry } from "../store/appearance";
import { schemas } from "./schemas";

/** Lists the settings of front ends by name, in pages. */
export function listConfigEntries(exchange: Exchange) {
  const { store, origin } = exchange.services;
  return pageByName(exchange, `${origin()}/v1/config/frontend`, (after, limit) => store.appearance.entries(after, limit), describe);
}

/** One setting. */
export function getConfigEntry({ services, params }: Exchange) {
  const entry = services.store.appearance.entry(params.keyname ?? "");
  if (!entry) throw new ApiError("CONFIG_ENTRY_NOT_FOUND", params.keyname);
  return describe(entry);
}

/** Sets a setting, a new one or one that is there. */
export async function updateConfigEntry({ services, params, request }: Exchange) {
  const { keyname = "" } = params;
  if (!/^\w[\w.-]{0,62}\w$/.test(keyname)) {
    throw new ApiError("INVALID_INPUT", `keyname: '${keyname}' must be 2 to 64 letters, digits, _, - and ., with no - or . at either end`);
  }
  const body = schemas().configEntry(await jsonBody(request));
  if (body.keyname !== undefined && body.keyname !== keyname) {
    throw new ApiError("INVALID_INPUT", `keyname: the body says ${body.keyname}, the address ${keyname}`);
  }
  return describe(services.store.appearance.setEntry(keyname, body.value));
}

/** Removes a setting; one that is not there counts as removed. */
export function deleteConfigEntry({ services, params, reply }: Exchange) {
  services.store.appearance.removeEntry(params.keyname ?? "");
  return reply.code(204).send();
}

function describe({ name, value, createdAtMs, updatedAtMs }: ConfigEntry) {
  return { keyname: name, value, created_at: createdAtMs, updated_at: updatedAtMs, resource_type: "frontendConfigurationEntry" };
}
