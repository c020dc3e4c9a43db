import type { Platform } from "../../../platform/index";
import { send } from "../api/support";

/** Creates a connector and fails with the platform's words where it cannot. */
export async function createConnector(
  platform: Pick<Platform, "url" | "apiKey" | "owner">,
  body: Record<string, unknown>,
  key = platform.apiKey,
) {
  const reply = await send(platform, "POST", `/v1/users/${platform.owner}/connectors`, { key, body });
  if (reply.status !== 200) throw new Error(reply.text);
  return reply.json as { connector_id: string };
}
