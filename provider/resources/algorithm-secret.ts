import * as pulumi from "@pulumi/pulumi";
import { resourceType } from "./resource-type";

export interface AlgorithmSecretArgs {
  /** `owner/name` of the algorithm. A change replaces the resource. */
  algorithm: pulumi.Input<string>;
  /** The environment variable that the algorithm reads, e.g. `DB_PASSWORD`. A change replaces the resource. */
  key: pulumi.Input<string>;
  /** Name for people. Default: the key. */
  shortName?: pulumi.Input<string>;
  /** Default: none. */
  description?: pulumi.Input<string>;
  /** The secret itself; kept encrypted in the state, whether it is given as a secret or not. */
  value: pulumi.Input<string>;
}

const type = resourceType("AlgorithmSecret", "algorithm-secret", [
  "algorithm",
  "key",
  "shortName",
  "description",
  "value",
  "secretId",
  "modified",
]);

/**
 * A secret that an algorithm reads from its environment. The id is `owner/name/KEY`.
 *
 * @example
 * new AlgorithmSecret("db", { algorithm: "acme/sentiment", key: "DB_PASSWORD", value: config.requireSecret("dbPassword") });
 */
export class AlgorithmSecret extends pulumi.CustomResource {
  declare readonly algorithm: pulumi.Output<string>;
  declare readonly key: pulumi.Output<string>;
  declare readonly shortName: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  /** As the program gave it: the platform never gives it back. Not known to `AlgorithmSecret.get`. */
  declare readonly value: pulumi.Output<string | undefined>;
  /** The platform's UUID of it. */
  declare readonly secretId: pulumi.Output<string>;
  /** When it was last written, as the platform says it. */
  declare readonly modified: pulumi.Output<string | undefined>;

  constructor(name: string, args: AlgorithmSecretArgs, opts: pulumi.CustomResourceOptions = {}) {
    const inputs = { ...args, value: args.value === undefined ? undefined : pulumi.secret(args.value) };
    const additionalSecretOutputs = [...(opts.additionalSecretOutputs ?? []), "value"];
    super(type.token, name, type.properties(inputs, opts), { ...opts, additionalSecretOutputs });
  }

  /** Reads what the platform tells about a secret, without managing it. `id` is `owner/name/KEY`. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): AlgorithmSecret {
    return new AlgorithmSecret(name, {} as AlgorithmSecretArgs, { ...opts, id });
  }

  static override isInstance(object: unknown): object is AlgorithmSecret {
    return type.isInstance(object);
  }
}
