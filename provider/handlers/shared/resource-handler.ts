import type { Platform } from "../../client";
import { type AlgorithmiaError, errors } from "../../errors";
import { type ConfigureRequest, configured, configure as keepConfiguration } from "../../host/config";
import { method } from "../../host/method";

export type Properties = Record<string, unknown>;
export type CheckResult = { inputs: Properties } | { failures: { property: string; reason: string }[] };
export interface Diff {
  changes?: boolean;
  replaces: string[];
  deleteBeforeReplace?: boolean;
}
/** What a read found: the outputs and, so that drift shows, the inputs as they really are. */
export interface Found {
  id?: string;
  props: Properties;
  inputs: Properties;
}

/** What a resource does on a platform. Each may be called again after a run that was cut off, and then finishes it. */
export interface Actions<Inputs> {
  create(inputs: Inputs, platform: Platform): Promise<{ id: string; outs: Properties }>;
  /** @param state The recorded outputs; nearly empty for `get` and right after an import. @returns undefined when it is gone. */
  read(id: string, state: Properties, platform: Platform): Promise<Found | undefined>;
  /** @returns all outputs */
  update(id: string, olds: Properties, news: Inputs, platform: Platform): Promise<Properties>;
  remove(id: string, state: Properties, platform: Platform): Promise<void>;
}

/** One type of resource. */
export interface Behaviour<Inputs> {
  /** For `OBJECT_NOT_FOUND`, e.g. `collection data://acme/models`. */
  describe(id: string): string;
  /** Is this the state of a resource that was created, and not that of a `get` or an import? */
  isRecorded(state: Properties): boolean;
  check(olds: Properties, news: Properties): CheckResult;
  diff(olds: Properties, news: Properties): Diff;
  /** Loads what talks to the platform: a preview needs none of it. */
  actions(): Actions<Inputs>;
}

/** The methods that the dynamic-provider shim calls. */
export interface ResourceHandler {
  configure(request: ConfigureRequest): Promise<void>;
  check(olds: Properties, news: Properties): Promise<CheckResult>;
  diff(id: string, olds: Properties, news: Properties): Promise<Diff>;
  create(inputs: Properties): Promise<{ id: string; outs: Properties }>;
  read(id: string, properties?: Properties): Promise<Partial<Found>>;
  update(id: string, olds: Properties, news: Properties): Promise<{ outs: Properties }>;
  delete(id: string, properties: Properties): Promise<void>;
}

/**
 * Makes a dynamic provider of a resource's behaviour: configuration, a connection for as long as a call needs it, results and
 * errors as the wire wants them. A read that finds nothing empties the state; one that fails leaves it as it is.
 */
export function resourceHandler<Inputs>(behaviour: Behaviour<Inputs>): ResourceHandler {
  return {
    configure: (request) => {
      keepConfiguration(request);
      return Promise.resolve();
    },
    check: method((olds, news) => behaviour.check(olds, withoutCode(news))),
    diff: method((_id, olds, news) => behaviour.diff(olds, news)),
    create: method((inputs) => connected((platform) => behaviour.actions().create(withoutCode(inputs) as Inputs, platform))),
    read: method((id, properties = {}) =>
      connected(async (platform) => {
        const state = withoutCode(properties);
        const found = await behaviour.actions().read(id, state, platform);
        if (!found && !behaviour.isRecorded(state)) throw notFound(behaviour.describe(id), platform);
        return found ? { id, ...found } : {};
      }),
    ),
    update: method((id, olds, news) =>
      connected(async (platform) => ({
        outs: await behaviour.actions().update(id, withoutCode(olds), withoutCode(news) as Inputs, platform),
      })),
    ),
    delete: method((id, properties) => connected((platform) => behaviour.actions().remove(id, withoutCode(properties), platform))),
  };
}

async function connected<Result>(work: (platform: Platform) => Promise<Result>): Promise<Result> {
  const { connect, resolveConnection } = require("../../client") as typeof import("../../client");
  const platform = connect(resolveConnection({ config: configured }));
  try {
    return await work(platform);
  } finally {
    platform.close();
  }
}

function notFound(what: string, platform: Platform): AlgorithmiaError {
  return errors.OBJECT_NOT_FOUND(what, platform.connection.apiAddress);
}

function withoutCode({ __provider, ...properties }: Properties): Properties {
  return properties;
}
