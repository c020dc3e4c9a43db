import type { ConnectorState, Platform } from "../../client";
import { engineLog } from "../../host/engine-log";
import { connectorIdOf } from "./inputs";

/**
 * Looks through a connector into the folder that its path allows, and warns when the store itself says no: wrong credentials, no such
 * bucket, unreachable. The connector is there all the same; the run goes on, as the store may only come into being with it.
 */
export async function warnOfStore({ protocol, label, path }: ConnectorState, platform: Platform): Promise<void> {
  const connectorId = connectorIdOf(protocol, label);
  const complaint = await platform.connectors.complaintOfStore(connectorId, folderOf(path)).catch(() => undefined);
  if (complaint === undefined) return;
  await engineLog(`Data connector ${connectorId} is there, but its store does not answer as it should: ${complaint}`, undefined, {
    severity: "WARNING",
  });
}

/** What stands before the first wildcard, up to its last slash: `models/prod-*` → `models/`. */
function folderOf(path: string): string {
  const [fixed = ""] = path.split("*");
  return fixed.slice(0, fixed.lastIndexOf("/") + 1);
}
