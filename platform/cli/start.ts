import { type Platform, startPlatform } from "../index";

/** Options of `algorithmia-platform start`. */
export interface StartOptions {
  host: string;
  port: number;
  data?: string;
  owner: string;
  json?: boolean;
}

const drainSeconds = 10;

/** Starts the platform, tells how to reach it, and ends it on SIGTERM or SIGINT after the requests that are being answered; on a second signal at once. */
export async function start({ host, port, data, owner, json }: StartOptions): Promise<void> {
  // The first signal may come while the platform is still starting.
  let signals = 0;
  let platform: Platform | undefined;
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const onSignal = () => {
    signals += 1;
    stop();
    if (signals > 1) void platform?.close();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, onSignal);
  platform = await startPlatform({ host, port, dataDir: data, owner, logLevel: "info" }).catch((error: NodeJS.ErrnoException) => {
    throw new Error(explain(error, host, port));
  });
  if (!isLoopback(host)) {
    process.stderr.write(
      `Warning: ${host} can be reached from other machines, over HTTP without TLS, and whoever holds a key can run code here.\n`,
    );
  }
  process.stdout.write(json ? `${JSON.stringify(summary(platform))}\n` : describe(platform, data === undefined));
  await stopped;
  await platform.close({ drainSeconds: signals > 1 ? 0 : drainSeconds });
  process.exit(0);
}

function summary({ url, gitUrl, consoleUrl, owner, apiKey, adminKey, dataDir }: Platform) {
  return { url, gitUrl, consoleUrl, owner, apiKey, adminKey, dataDir };
}

function describe(platform: Platform, temporary: boolean): string {
  return `algorithmia-platform is ready.

  API      ${platform.url}
  git      ${platform.gitUrl}/${platform.owner}/<name>.git
  console  ${platform.consoleUrl}
  account  ${platform.owner}
  key      ${platform.apiKey}
  data     ${platform.dataDir}${temporary ? " (temporary: removed at the end; use --data to keep it)" : ""}

Paste this where your client runs:

export ALGORITHMIA_API=${platform.url}
export ALGORITHMIA_API_KEY=${platform.apiKey}

Stop it with Ctrl-C.
`;
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === "EADDRINUSE") return `Port ${port} on ${host} is in use. Choose another with --port, or 0 for any free one.`;
  if (error.code === "EACCES" || error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
    return `Cannot listen on ${host}, port ${port}: ${error.message}`;
  return error.message;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}
