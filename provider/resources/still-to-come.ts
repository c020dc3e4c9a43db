import * as pulumi from "@pulumi/pulumi";
import { AlgorithmiaError } from "../errors";
import { dependenciesOf, isKnown, knownValue } from "./known-output";

/** A resource of the same program that the update makes or changes first: an output of it is unknown in this preview. */
export interface ToCome {
  /** As the program calls it. */
  name: string;
  /** Known once the resource is there. */
  unknown: pulumi.Output<unknown>;
}

/** What is not there before the update may be there in its course. A store that is out of reach, or busy, says nothing of that kind. */
const mayCome = new Set([
  "ALGORITHM_NOT_FOUND",
  "MODEL_NOT_IN_STORE",
  "STORED_MODEL_DIFFERS",
  "STORED_MODEL_SHA256_UNKNOWN",
  "STORE_CONNECTOR_UNUSABLE",
  "STORE_CONNECTOR_FORBIDS",
  "STORE_CREDENTIALS_REFUSED",
  "STORE_ACCESS_DENIED",
  "STORE_BUCKET_NOT_FOUND",
]);

/**
 * In a preview, why a look at the platform need not have found what it looked for: it waits for resources that are not made yet, as
 * its inputs or `dependsOn` say. The program may know an address long before anything lies there.
 *
 * @returns those resources, none where the failure is one whatever they become
 */
export async function stillToCome(
  error: unknown,
  inputs: pulumi.Output<unknown>,
  { dependsOn }: Pick<pulumi.CustomResourceOptions, "dependsOn">,
): Promise<ToCome[]> {
  if (!pulumi.runtime.isDryRun() || !(error instanceof AlgorithmiaError) || !mayCome.has(error.code)) return [];
  const said = await knownValue(pulumi.output(dependsOn) as pulumi.Output<pulumi.Resource | pulumi.Resource[] | undefined>);
  const waitsFor = new Set([...(await dependenciesOf(inputs)), ...[said ?? []].flat()]);
  return (await Promise.all([...waitsFor].map(toCome))).filter((found) => found !== undefined);
}

async function toCome(resource: pulumi.Resource): Promise<ToCome | undefined> {
  // The outputs of a component are those of what it is made of.
  if (!pulumi.CustomResource.isInstance(resource)) return undefined;
  const outputs = Object.values(resource).filter((value): value is pulumi.Output<unknown> => pulumi.Output.isInstance(value));
  const known = await Promise.all(outputs.map(isKnown));
  const unknown = outputs[known.indexOf(false)];
  return unknown && { name: pulumi.resourceName(resource), unknown };
}
