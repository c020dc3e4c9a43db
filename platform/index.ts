import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pino, { type Logger } from "pino";
import { createBuildQueue } from "./algorithms/queue";
import { createAuthenticate } from "./api/auth";
import { createDrain } from "./api/drain";
import type { Services } from "./api/exchange";
import { createFaults } from "./api/faults";
import { createRequestLog } from "./api/requests";
import { createServer } from "./api/server";
import { createSessions } from "./api/sessions";
import { createCalls } from "./calls";
import { type CallLimits, defaultLimits } from "./calls/limits";
import { createOpenStores } from "./connectors/open";
import { createBlobs } from "./data/blobs";
import { createLifetimes } from "./data/lifetimes";
import { type AlgorithmOptions, type Confined, createEngines, type EngineOptions, type Engines } from "./engines";
import { createRepositories } from "./git/repositories";
import { recordAddress } from "./operations/address";
import { createMetrics } from "./operations/metrics";
import { isAccountName } from "./people/names";
import { recover } from "./recover";
import { createKeeper, type Keeper } from "./reservations/keeper";
import { openVault } from "./secrets/vault";
import { openStore } from "./store";
import { establishCredentials } from "./store/credentials";
import { type Folders, prepareFolders } from "./store/folders";
import { takeLock } from "./store/lock";
import type { OwnCertificate, Tls } from "./tls";
import { clientHost } from "./tls/names";
import { createUsageMeter } from "./usage/meter";

export type { OwnCertificate } from "./tls";

/** How to start a platform; everything has a default. */
export interface PlatformOptions {
  /** Address to listen on; default `127.0.0.1`. */
  host?: string;
  /** TCP port; default 0, any free one. */
  port?: number;
  /** Folder that keeps everything; default a temporary one that is removed at the end. */
  dataDir?: string;
  /** Account that owns the printed key; default `demo`. */
  owner?: string;
  /** Least level that is logged to stderr; default `silent`. */
  logLevel?: "silent" | "fatal" | "error" | "warn" | "info" | "debug" | "trace";
  /** Key for `/platform/…` and `/v1/users`; default the data folder's own. */
  adminKey?: string;
  /** Serve HTTPS: with your own certificate, or true for one that is made and kept in the data folder; default HTTP. */
  tls?: true | OwnCertificate;
  /** How many calls there may be at once, and how deep algorithms may call each other. */
  calls?: Partial<CallLimits>;
  /** Status of the answer to a call without a key (reference/algorithmia-api.md §3.5); default 200, with which most clients show its message. */
  callWithoutKey?: 200 | 401;
  /** How long files in `data://.algo/…/temp` are kept; default 86,400, a day. */
  temporaryDataSeconds?: number;
  /** How algorithms are run and held back. */
  algorithms?: AlgorithmOptions;
}

/** A platform that accepts requests. */
export interface Platform {
  /** Address of the API, without a trailing slash. */
  url: string;
  /** Repositories are at `<gitUrl>/<owner>/<name>.git`. */
  gitUrl: string;
  consoleUrl: string;
  owner: string;
  apiKey: string;
  adminKey: string;
  dataDir: string;
  /** PEM file of the authority that clients of an HTTPS platform have to trust. */
  caFile?: string;
  /** That authority with all that this machine trusts anyway, for programs that read one file only. */
  caBundleFile?: string;
  /** How algorithms are kept from each other and limited. */
  confinement: Confined;
  /**
   * Refuses new requests with 503, waits up to `drainSeconds` (default 0) for those that are being answered, ends calls and
   * builds, stops listening and closes the data folder. Builds that were cut off run again at the next start.
   * Closed again while it waits, it waits no longer.
   */
  close(options?: { drainSeconds?: number }): Promise<void>;
}

/**
 * Starts an Algorithmia-compatible platform in this process.
 *
 * @param options address, data folder and account, see `PlatformOptions`
 * @returns the platform, once it accepts requests
 * @throws Error when the port is taken, or the data folder is in use, unusable or written by a newer platform
 * @example
 * const platform = await startPlatform({ port: 0 });
 * await fetch(`${platform.url}/v1/data/.my`, { headers: { authorization: `Simple ${platform.apiKey}` } });
 * await platform.close();
 */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  return launch(options, createEngines);
}

/** Starts a platform with the given engines; tests of the queue put slow ones in. */
export async function launch(options: PlatformOptions, enginesFor: (options: EngineOptions) => Engines): Promise<Platform> {
  const { host = "127.0.0.1", port = 0, owner: ownerName = "demo", logLevel = "silent" } = options;
  if (!isAccountName(ownerName))
    throw new Error(`The owner '${ownerName}' must be a letter, then letters, digits and _, at most 30 characters.`);
  const log: Logger = pino({ level: logLevel }, pino.destination({ dest: 2, sync: true }));
  const temporary = options.dataDir === undefined;
  const dataDir = options.dataDir === undefined ? mkdtempSync(join(tmpdir(), "algorithmia-platform-")) : resolve(options.dataDir);
  const undo: (() => void)[] = temporary ? [() => rmSync(dataDir, { recursive: true, force: true })] : [];
  const undoAll = () => {
    for (const step of undo.reverse()) step();
  };
  try {
    const { folders, store } = openDataFolder(dataDir, undo);
    const tls = options.tls === undefined ? undefined : await tlsFor(options.tls, folders.tls, host);
    const trust = tls?.environment ?? {};
    const credentials = establishCredentials(folders.credentials, store, ownerName, options.adminKey);
    const sessions = createSessions();
    const repositories = createRepositories(folders.repositories);
    const engines = enginesFor({ folders, trust, algorithms: options.algorithms });
    const queue = createBuildQueue({ store, folders, repositories, engines, log });
    const drain = createDrain(sessions);
    const blobs = createBlobs(folders.files);
    const lifetimes = createLifetimes({ store, blobs, log, temporarySeconds: options.temporaryDataSeconds ?? 86_400 });
    const usage = createUsageMeter({ store, log });
    undo.push(() => usage.close());
    const requests = createRequestLog();
    const vault = openVault(folders.secretsKey);
    const openStores = createOpenStores(store, vault);
    undo.push(openStores.close);
    let origin = "";
    let keeper: Keeper | undefined;
    const services: Services = {
      origin: () => origin,
      trust,
      folders,
      store,
      blobs,
      repositories,
      engines,
      queue,
      sessions,
      calls: createCalls({ ...defaultLimits, ...options.calls }, lifetimes.endSession),
      vault,
      openStores,
      authenticate: createAuthenticate(store, sessions, credentials.adminKey),
      callWithoutKey: options.callWithoutKey ?? 200,
      requests,
      faults: createFaults((request, fault) => requests.setFault(request, fault.id)),
      drain,
      metrics: createMetrics({ instances: engines.instances, waiting: engines.waiting, builds: queue.counts, requests: drain.running }),
      usage,
      keeper: () => (keeper ??= createKeeper(services)),
      log,
    };
    lifetimes.start();
    undo.push(() => void lifetimes.stop());
    const app = createServer(services, tls);
    const confinement = await engines.confinement();
    await app.listen({ host, port });
    const address = app.server.address();
    const listening = typeof address === "object" && address !== null ? address.port : port;
    origin = tls ? originOf("https", tls.host, listening) : originOf("http", clientHost(host), listening);
    undo.push(recordAddress(folders.address, { url: origin, caFile: tls?.caFile, isolation: confinement.isolation }));
    const recovered = recover(services);
    services.keeper();
    log.info({ origin, dataDir, ...confinement.descriptions }, "platform ready");
    if (tls) tellOfCertificate(tls, log);
    let closing: Promise<void> | undefined;
    let cut = () => {};
    const impatient = new Promise<void>((resolve) => (cut = resolve));
    const close = async (drainSeconds: number) => {
      services.faults.clear();
      services.queue.stop();
      services.keeper().stop();
      services.drain.begin();
      log.info({ requests: services.drain.running(), drainSeconds }, "platform stopping");
      await withinSeconds(drainSeconds, Promise.race([services.drain.idle(), impatient]));
      if (services.drain.running() > 0) log.warn({ requests: services.drain.running() }, "requests cut off");
      const served = app.close();
      await engines.close();
      await Promise.all([services.queue.idle(), services.keeper().idle()]);
      app.server.closeAllConnections();
      await served;
      await recovered;
      await lifetimes.stop();
      undoAll();
    };
    return {
      url: origin,
      gitUrl: `${origin}/git`,
      consoleUrl: `${origin}/console`,
      owner: credentials.owner.name,
      apiKey: credentials.apiKey,
      adminKey: credentials.adminKey,
      dataDir,
      caFile: tls?.caFile,
      caBundleFile: tls?.bundleFile,
      confinement,
      close({ drainSeconds = 0 } = {}) {
        if (closing) cut();
        closing ??= close(drainSeconds);
        return closing;
      },
    };
  } catch (error) {
    undoAll();
    throw error;
  }
}

function openDataFolder(dataDir: string, undo: (() => void)[]): { folders: Folders; store: ReturnType<typeof openStore> } {
  try {
    const folders = prepareFolders(dataDir);
    undo.push(takeLock(folders.lock));
    const store = openStore(folders.database);
    undo.push(() => store.close());
    return { folders, store };
  } catch (error) {
    throw new Error(`The data folder ${dataDir} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}

/** Loaded only where it is used: most platforms serve HTTP. */
async function tlsFor(own: true | OwnCertificate, folder: string, host: string): Promise<Tls> {
  const { prepareTls } = require("./tls") as typeof import("./tls");
  return prepareTls(own, folder, host);
}

/** A generated certificate never comes so near to its end: it is renewed before. */
function tellOfCertificate({ validTo }: Tls, log: Logger): void {
  const soon = validTo.getTime() - Date.now() < 14 * 24 * 60 * 60 * 1000;
  log[soon ? "warn" : "info"]({ validTo }, soon ? "the TLS certificate expires soon" : "TLS certificate");
}

function originOf(protocol: string, host: string, port: number): string {
  return `${protocol}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

async function withinSeconds(seconds: number, done: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([done, new Promise((resolve) => (timer = setTimeout(resolve, seconds * 1000)))]);
  clearTimeout(timer);
}
