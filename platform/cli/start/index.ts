import type { Command } from "commander";
import { type OwnCertificate, type Platform, startPlatform } from "../../index";
import { exit } from "../exit";
import { algorithmOptions } from "./algorithm-settings";
import { callOptions } from "./calls";
import type { StartSettings } from "./options";
import { type Resolved, resolveSettings, type Source } from "./settings";
import { describe, describeSettings, summary } from "./texts";

/** What the command line of `algorithmia-platform start` may say. */
export interface StartOptions extends Partial<StartSettings> {
  config?: string;
  printConfig?: boolean;
}

/** Starts the platform, tells how to reach it, and ends it on SIGTERM or SIGINT after the requests that are being answered; on a second signal at once. */
export async function start({ config, printConfig, ...given }: StartOptions, command: Command): Promise<void> {
  const resolved = resolveSettings(given, config);
  const { host, port, data, owner, json, logLevel, drainSeconds } = resolved.settings;
  const tls = tlsOf(resolved, command);
  if (printConfig) return void process.stdout.write(describeSettings(resolved));
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
  const calls = callOptions(resolved.settings);
  const algorithms = algorithmOptions(resolved.settings);
  platform = await startPlatform({ host, port, dataDir: data, owner, logLevel, tls, algorithms, ...calls }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new Error(explain(error, host, port));
    },
  );
  warn(host, platform);
  process.stdout.write(json ? `${JSON.stringify(summary(platform))}\n` : describe(platform, data === undefined));
  await stopped;
  await platform.close({ drainSeconds: signals > 1 ? 0 : drainSeconds });
  process.exit(0);
}

function tlsOf({ settings: { tls, tlsCert, tlsKey, tlsCa }, sources }: Resolved, command: Command): true | OwnCertificate | undefined {
  // HTTP is meant where it is said at least as strongly as the certificate is.
  if (!tls && strength[sources.tls ?? "default"] >= strength[sources.tlsCert ?? sources.tlsKey ?? "default"]) return undefined;
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    const missing = tlsCert === undefined ? "--tls-cert" : "--tls-key";
    command.error(`error: a certificate and its key go together; ${missing} is missing`, { exitCode: exit.usage });
  }
  if (tlsCert !== undefined && tlsKey !== undefined) return { certFile: tlsCert, keyFile: tlsKey, caFile: tlsCa };
  if (tlsCa !== undefined)
    command.error("error: --tls-ca is for an own certificate; --tls-cert and --tls-key are missing", { exitCode: exit.usage });
  return tls || undefined;
}

const strength: Record<Source, number> = { default: 0, file: 1, environment: 2, "command line": 3 };

function warn(host: string, { url }: Platform): void {
  if (isLoopback(host)) return;
  const over = url.startsWith("https:") ? "" : ", over HTTP without TLS (--tls)";
  process.stderr.write(`Warning: ${host} can be reached from other machines${over}, and whoever holds a key can run code here.\n`);
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
