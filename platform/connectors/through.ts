import { ApiError } from "../api/errors";
import type { Exchange } from "../api/exchange";
import type { ConnectorPath } from "../data/path";
import { connectorId, connectorOf } from "./find";
import { reaches } from "./reach";
import { refusalOf } from "./refuse";
import type { ObjectStore } from "./store";

const retryAfterSeconds = 2;

/**
 * Does something in the store behind a connector, if the connector allows it, and tells refusals of the store as errors of the platform.
 *
 * @throws ApiError CONNECTOR_…, STORE_…, PATH_NOT_FOUND, CONDITION_FAILED, UPLOAD_INCOMPLETE
 */
export async function through<T>(
  { services, caller, reply }: Exchange,
  { connector: named, path }: ConnectorPath,
  right: "read" | "write",
  work: (opened: { store: ObjectStore; address: string; id: string }) => Promise<T>,
): Promise<T> {
  const connector = connectorOf(services, caller, named);
  const id = connectorId(connector);
  const address = `${named}://${path}`;
  if (right === "write" && !connector.writeable) throw new ApiError("CONNECTOR_READ_ONLY", id);
  if (!reaches(connector.path, path)) {
    throw new ApiError("CONNECTOR_PATH_FORBIDDEN", `${address} lies outside of what the data connector ${id} reaches (${connector.path})`);
  }
  let secrets: string[] = [];
  try {
    const opened = services.openStores.of(connector);
    secrets = opened.secrets;
    return await work({ store: opened.store, address, id });
  } catch (error) {
    const refusal = refusalOf(error, { id, address, secrets });
    if (refusal instanceof ApiError && refusal.reason === "STORE_THROTTLED") reply.header("retry-after", retryAfterSeconds);
    throw refusal;
  }
}

/** True where a connector for `bucket/folder/*` is asked for `bucket/folder`: that can only mean the folder. */
export function reachesFolderOnly({ services, caller }: Exchange, { connector: named, path }: ConnectorPath): boolean {
  const { path: pattern } = connectorOf(services, caller, named);
  return !reaches(pattern, path) && reaches(pattern, `${path}/`);
}
