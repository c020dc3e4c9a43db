import * as pulumi from "@pulumi/pulumi";
import { AlgorithmiaError, errors } from "../errors";
import { algorithmNameProblem } from "../model/algorithm-name";
import type { AlgorithmVersion } from "../versions/find-version";
import { configurationOf, stackConfiguration } from "./platform-configuration";
import type { AlgorithmiaProvider } from "./provider";

export type { AlgorithmVersion } from "../versions/find-version";

export interface GetAlgorithmVersionArgs {
  /** `owner/name` */
  algorithm: string;
  /** `latest` (default), `latestPrivate`, an exact version, a range as `1.2`, `1` or `1.*`, or a commit of 40 hex digits. */
  selector?: string;
}
export interface GetAlgorithmVersionOutputArgs {
  /** `owner/name` */
  algorithm: pulumi.Input<string>;
  /** As of {@link GetAlgorithmVersionArgs}. */
  selector?: pulumi.Input<string | undefined>;
}
export interface GetAlgorithmVersionOptions {
  /** The platform to ask. Default: that of the stack's configuration. */
  provider?: AlgorithmiaProvider;
}

/**
 * Finds a published version of an algorithm, for those who call it. Reads only, and works in preview too.
 *
 * @returns the version, its addresses, and the model that it serves where that can be told
 * @throws INPUT_INVALID, SELECTOR_INVALID, ALGORITHM_NOT_FOUND, VERSION_NOT_SELECTED, PROVIDER_NOT_KNOWN
 * @example const { endpoint } = await getAlgorithmVersion({ algorithm: "acme/sentiment", selector: "1.*" });
 */
export async function getAlgorithmVersion(
  { algorithm, selector = "latest" }: GetAlgorithmVersionArgs,
  { provider }: GetAlgorithmVersionOptions = {},
): Promise<AlgorithmVersion> {
  try {
    const problem = algorithmNameProblem(String(algorithm ?? ""));
    if (problem) throw errors.INPUT_INVALID("algorithm", problem);
    const config = provider ? await configurationOf(provider) : stackConfiguration;
    // Loaded here: most programs never ask.
    const { connect, resolveConnection } = require("../client") as typeof import("../client");
    const { findVersion } = require("../versions/find-version") as typeof import("../versions/find-version");
    const platform = connect(resolveConnection({ config }));
    try {
      return await findVersion(algorithm, selector, platform);
    } finally {
      platform.close();
    }
  } catch (error) {
    // The engine shows a RunError as its message alone, anything else with a stack.
    throw error instanceof AlgorithmiaError ? Object.assign(new pulumi.RunError(error.message), { code: error.code }) : error;
  }
}

/**
 * As {@link getAlgorithmVersion}, for arguments that are known only later.
 * @example export const call = getAlgorithmVersionOutput({ algorithm: sentiment.id }).algorithmUri;
 */
export function getAlgorithmVersionOutput(
  args: GetAlgorithmVersionOutputArgs,
  { provider }: GetAlgorithmVersionOptions = {},
): pulumi.Output<AlgorithmVersion> {
  // The provider's configuration is waited for here: as long as it is not known, neither is the version.
  const ready = provider && pulumi.output(provider.connectionInputs);
  return pulumi
    .all([args.algorithm, args.selector, ready])
    .apply(([algorithm, selector]) => getAlgorithmVersion({ algorithm, selector }, { provider }));
}
