import * as pulumi from "@pulumi/pulumi";
import { errors } from "../errors";
import { knownValue } from "./known-output";
import type { AlgorithmiaProvider } from "./provider";

/** What the stack says of its platform, by key, e.g. `algorithmia:apiKey`. */
export function stackConfiguration(key: string): string | undefined {
  const [namespace = "", name = ""] = key.split(":");
  return new pulumi.Config(namespace).get(name);
}

/**
 * What an explicit provider says of its platform.
 * @throws PROVIDER_NOT_KNOWN in the preview of a program whose arguments come from resources that are not there yet
 */
export async function configurationOf({ connectionInputs }: AlgorithmiaProvider): Promise<(key: string) => string | undefined> {
  const values = await knownValue(pulumi.output(connectionInputs) as pulumi.Output<Record<string, string | undefined>>);
  if (!values) throw errors.PROVIDER_NOT_KNOWN();
  return (key) => values[key];
}
