import { InvalidArgumentError, Option } from "commander";
import { readIsolation, readLevel, readPort, readSeconds, readWholeNumber } from "../read";
import { type AlgorithmSettings, isolations, least } from "./algorithm-settings";
import type { CallSettings } from "./calls";

/** What `start` is started with, from wherever it was said. */
export interface StartSettings extends AlgorithmSettings, CallSettings {
  host: string;
  /** TCP port, 0 for any free one. */
  port: number;
  /** Folder that keeps everything; a temporary one when it is missing. */
  data?: string;
  owner: string;
  /** HTTPS; with a generated certificate unless `tlsCert` and `tlsKey` are given. */
  tls: boolean;
  tlsCert?: string;
  tlsKey?: string;
  tlsCa?: string;
  logLevel: LogLevel;
  /** How long a stop waits for requests that are being answered. */
  drainSeconds: number;
  /** One line of JSON instead of text. */
  json: boolean;
}

/** Least level that is logged. */
export type LogLevel = (typeof logLevels)[number];
export const logLevels = ["silent", "fatal", "error", "warn", "info", "debug", "trace"] as const;

/** What counts when nothing is said. */
export const defaults = {
  host: "127.0.0.1",
  port: 0,
  owner: "demo",
  tls: false,
  isolation: "auto",
  logLevel: "info",
  drainSeconds: 10,
  json: false,
} satisfies Partial<StartSettings>;

interface Row {
  flags: string;
  /** Environment variable that says the same. */
  variable: string;
  about: string;
  /** Reads the text of the command line or the environment. @throws InvalidArgumentError */
  read: (text: string) => unknown;
}

/** Every option of `start`, by its key in the configuration file. */
export const startOptions: Record<keyof StartSettings, Row> = {
  host: row("--host <address>", "HOST", `address to listen on (default: ${defaults.host})`),
  port: row("--port <number>", "PORT", "TCP port, 0 for any free one (default: 0)", readPort),
  data: row("--data <folder>", "DATA", "folder that keeps everything; without it a temporary one that goes with the platform"),
  owner: row("--owner <name>", "OWNER", `account that owns the printed key (default: ${defaults.owner})`),
  tls: row("--tls", "TLS", "serve HTTPS, with a generated certificate unless --tls-cert is given", readFlag),
  tlsCert: row("--tls-cert <file>", "TLS_CERT", "serve HTTPS with this certificate (PEM, with its chain)"),
  tlsKey: row("--tls-key <file>", "TLS_KEY", "private key of the certificate (PEM, without a passphrase)"),
  tlsCa: row("--tls-ca <file>", "TLS_CA", "authority that clients must trust, when it is a private one (PEM)"),
  instances: row(
    "--instances <number>",
    "INSTANCES",
    "calls of one version that run at once (default: the number of processors)",
    readWholeNumber(least.instances),
  ),
  queue: row(
    "--queue <number>",
    "QUEUE",
    "calls of one version that may wait; a further one gets 429 (default: 500)",
    readWholeNumber(least.queue),
  ),
  isolation: row(
    "--isolation <how>",
    "ISOLATION",
    `what keeps algorithms from each other and from this machine's files: ${isolations.join(", ")} (default: auto, the first of them that works)`,
    readIsolation,
  ),
  memory: row(
    "--memory <MiB>",
    "MEMORY",
    "memory of a process of an algorithm (default: half of the machine's, at least 2048)",
    readWholeNumber(least.memory),
  ),
  openFiles: row("--open-files <number>", "OPEN_FILES", "files that it may have open (default: 4096)", readWholeNumber(least.openFiles)),
  processes: row(
    "--processes <number>",
    "PROCESSES",
    "processes and threads of an instance; not of root's without bwrap (default: 4096)",
    readWholeNumber(least.processes),
  ),
  fileSize: row("--file-size <MiB>", "FILE_SIZE", "size of a file that it may write (default: 32768)", readWholeNumber(least.fileSize)),
  cpuTime: row(
    "--cpu-time <seconds>",
    "CPU_TIME",
    "CPU time of an instance, over all its calls (default: unlimited)",
    readWholeNumber(least.cpuTime),
  ),
  logLevel: row("--log-level <level>", "LOG_LEVEL", `least level that is logged: ${logLevels.join(", ")} (default: info)`, readLevel),
  drainSeconds: row("--drain-seconds <seconds>", "DRAIN_SECONDS", "how long a stop waits for running requests (default: 10)", readSeconds),
  accountCalls: row(
    "--account-calls <number>",
    "ACCOUNT_CALLS",
    "calls of one account that may be under way at once; a further one gets 429 (default: 80)",
    readWholeNumber(1),
  ),
  childCalls: row(
    "--child-calls <number>",
    "CHILD_CALLS",
    "calls that algorithms may have under way at once for one call from outside (default: 24)",
    readWholeNumber(0),
  ),
  callDepth: row("--call-depth <number>", "CALL_DEPTH", "how deep algorithms may call each other (default: 10)", readWholeNumber(1)),
  extraInstances: row(
    "--extra-instances <number>",
    "EXTRA_INSTANCES",
    "instances beyond all limits, so that algorithms never wait for each other for ever (default: 32)",
    readWholeNumber(0),
  ),
  callWithoutKey: row(
    "--call-without-key <status>",
    "CALL_WITHOUT_KEY",
    "status of the answer to a call without a key, 200 or 401 (default: 200)",
    readStatus,
  ),
  temporaryDataSeconds: row(
    "--temporary-data-seconds <seconds>",
    "TEMPORARY_DATA_SECONDS",
    "how long files in data://.algo/…/temp are kept (default: 86400)",
    readWholeNumber(1),
  ),
  json: row("--json", "JSON", "print one line of JSON instead of text", readFlag),
};

/** The options for the command line. They have no defaults there: what was not said must stay open for the environment and the file. */
export function commandOptions(): Option[] {
  const options = Object.values(startOptions).map(({ flags, variable, about, read }) => {
    const option = new Option(flags, `${about} [${variable}]`);
    return flags.includes("<") ? option.argParser(read) : option;
  });
  return [...options, new Option("--no-tls", "serve HTTP, whatever the environment or the configuration file says")];
}

function row(flags: string, suffix: string, about: string, read: Row["read"] = (text) => text): Row {
  return { flags, variable: `ALGORITHMIA_PLATFORM_${suffix}`, about, read };
}

function readStatus(text: string): 200 | 401 {
  if (text === "200" || text === "401") return text === "200" ? 200 : 401;
  throw new InvalidArgumentError("Say 200 or 401.");
}

function readFlag(text: string): boolean {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  if (/^(0|false|no|off)$/i.test(text)) return false;
  throw new InvalidArgumentError("Say true or false.");
}
