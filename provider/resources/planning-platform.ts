import * as pulumi from "@pulumi/pulumi";
import pLimit from "p-limit";
import type { Platform } from "../client";
import { AlgorithmiaError } from "../errors";
import { knownValue } from "./known-output";
import { AlgorithmiaProvider } from "./provider";

/** A platform that the plans of one run look at, some at a time. */
export interface PlanningPlatform {
  take<Result>(look: (platform: Platform) => Promise<Result>): Promise<Result>;
  /** It was out of reach for a resource before. */
  isGivenUp(): boolean;
  giveUpAfter(error: unknown): void;
}

/** Each look takes a few requests and a small clone. */
const atOnce = 8;

/** By run, as one process may run a program many times, and by connection, as a program may use several. */
const known = new WeakMap<object, Map<string, PlanningPlatform>>();

/** The platform that a resource is managed on; undefined while its address or key is not known yet. */
export async function planningPlatform(resource: pulumi.Resource): Promise<PlanningPlatform | undefined> {
  const config = await configOf(resource);
  if (config === undefined) return undefined;
  const { connect, resolveConnection, shortPatience } = require("../client") as typeof import("../client");
  const connection = resolveConnection({ config });
  const run: object = pulumi.runtime.getStackResource() ?? known;
  const ofRun = known.get(run) ?? new Map<string, PlanningPlatform>();
  known.set(run, ofRun);
  const key = JSON.stringify([connection.apiAddress, connection.gitAddress, connection.apiKey, connection.caCert?.path]);
  const found = ofRun.get(key) ?? planOn(connect(connection, shortPatience));
  ofRun.set(key, found);
  return found;
}

function planOn(platform: Platform): PlanningPlatform {
  const limit = pLimit(atOnce);
  let givenUp = false;
  return {
    take: (look) => limit(() => look(platform)).finally(() => limit.activeCount === 0 && platform.close()),
    isGivenUp: () => givenUp,
    giveUpAfter: (error) => {
      const codes = ["PLATFORM_UNREACHABLE", "PLATFORM_TIMEOUT", "API_KEY_MISSING", "API_KEY_REJECTED"];
      givenUp ||= error instanceof AlgorithmiaError && codes.includes(error.code);
    },
  };
}

/** The stack's configuration, or the arguments of an explicit provider, as far as they are known. */
async function configOf(resource: pulumi.Resource): Promise<((key: string) => string | undefined) | undefined> {
  const provider = AlgorithmiaProvider.of(resource);
  if (!provider) {
    return (key) => {
      const [namespace = "", name = ""] = key.split(":");
      return new pulumi.Config(namespace).get(name);
    };
  }
  const inputs = await knownValue(pulumi.output(provider.connectionInputs) as pulumi.Output<Record<string, string | undefined>>);
  return inputs && ((key) => inputs[key]);
}
