import type { FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import type { BuildQueue } from "../algorithms/queue";
import type { Calls } from "../calls";
import type { OpenStores } from "../connectors/open";
import type { Blobs } from "../data/blobs";
import type { Engines } from "../engines";
import type { Repositories } from "../git/repositories";
import type { Metrics } from "../operations/metrics";
import type { Keeper } from "../reservations/keeper";
import type { Vault } from "../secrets/vault";
import type { Store } from "../store";
import type { Folders } from "../store/folders";
import type { UsageMeter } from "../usage/meter";
import type { Authenticate, Caller } from "./auth";
import type { Drain } from "./drain";
import type { Faults } from "./faults";
import type { RequestLog } from "./requests";
import type { Sessions } from "./sessions";

/** What handlers work with. */
export interface Services {
  /** Address of this platform, without a trailing slash. */
  origin(): string;
  /** Variables that let a running algorithm trust the platform's certificate. */
  trust: Record<string, string>;
  folders: Folders;
  store: Store;
  blobs: Blobs;
  repositories: Repositories;
  queue: BuildQueue;
  engines: Engines;
  sessions: Sessions;
  calls: Calls;
  vault: Vault;
  /** What lies behind data connectors. */
  openStores: OpenStores;
  authenticate: Authenticate;
  /** Status of the answer to a call without a key. */
  callWithoutKey: 200 | 401;
  requests: RequestLog;
  faults: Faults;
  drain: Drain;
  metrics: Metrics;
  usage: UsageMeter;
  keeper(): Keeper;
  log: Logger;
}

/** One request being answered. */
export interface Exchange {
  services: Services;
  caller: Caller;
  request: FastifyRequest;
  reply: FastifyReply;
  params: Record<string, string | undefined>;
  query: Record<string, string | undefined>;
  /** The request target as it came, undecoded. */
  rawUrl: string;
}

/** Answers a request: the value it returns goes out as JSON, unless it sent the reply itself. */
export type Handler = (exchange: Exchange) => unknown;
