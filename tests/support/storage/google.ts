import { startServer } from "./server";

/** A Google Cloud Storage server of one's own, with one bucket `models`. It asks for no credentials. */
export interface GoogleServer {
  endpoint: string;
  port: number;
  /** Names of the objects in the bucket. */
  stored(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Starts fake-gcs-server with its objects in memory. */
export async function startGoogle(file: string): Promise<GoogleServer> {
  const server = await startServer(file, (port) => {
    const at = ["-scheme", "http", "-host", "127.0.0.1", "-port", String(port), "-public-host", `127.0.0.1:${port}`];
    return [...at, "-external-url", `http://127.0.0.1:${port}`, "-backend", "memory", "-log-level", "error"];
  });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const made = await fetch(`${endpoint}/storage/v1/b?project=test`, { method: "POST", body: JSON.stringify({ name: "models" }) });
  if (!made.ok) throw new Error(await made.text());
  const stored = async () => {
    const { items = [] } = (await (await fetch(`${endpoint}/storage/v1/b/models/o`)).json()) as { items?: { name: string }[] };
    return items.map(({ name }) => name);
  };
  return { endpoint, port: server.port, stored, stop: server.stop };
}
