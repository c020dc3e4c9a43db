import * as pulumi from "@pulumi/pulumi";
import { configKeys, profileKey } from "../client/connection-keys";

export interface AlgorithmiaProviderArgs {
  /** The API key; kept as a secret. Default: ALGORITHMIA_API_KEY, then the profile. */
  apiKey?: pulumi.Input<string>;
  /** Origin of the API. Default: ALGORITHMIA_API, then the profile, then https://api.algorithmia.com. */
  apiAddress?: pulumi.Input<string>;
  /** Origin of the git server, without `/git`. Default: derived from the API's address. */
  gitAddress?: pulumi.Input<string>;
  /** PEM file with further certificate authorities. */
  caCert?: pulumi.Input<string>;
  /** Profile of `~/.algorithmia/config`. Default: `default`. */
  profile?: pulumi.Input<string>;
}

/**
 * A platform of its own beside the stack's: give it to resources as `{ provider }`. It sees only its own arguments and the
 * environment, not the stack's configuration.
 *
 * @example
 * const eu = new AlgorithmiaProvider("eu", { apiAddress: "https://api.eu.acme.example", apiKey: config.requireSecret("euKey") });
 * new AlgorithmModelVersion("sentiment", { algorithm: "acme/sentiment", model: "models/sentiment.pkl" }, { provider: eu });
 */
export class AlgorithmiaProvider extends pulumi.ProviderResource {
  /** What it was made with, by configuration key; for looks that the program itself takes at the platform. */
  readonly connectionInputs: pulumi.Inputs;

  constructor(name: string, args: AlgorithmiaProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    const inputs: pulumi.Inputs = {
      [configKeys.apiKey.key]: args.apiKey === undefined ? undefined : pulumi.secret(args.apiKey),
      [configKeys.apiAddress.key]: args.apiAddress,
      [configKeys.gitAddress.key]: args.gitAddress,
      [configKeys.caCert.key]: args.caCert,
      [profileKey]: args.profile,
    };
    super("pulumi-nodejs", name, inputs, opts);
    this.connectionInputs = inputs;
  }

  /** The explicit provider that a resource is managed by, also one that it has from a parent; undefined for the stack's own. */
  static of(resource: pulumi.Resource): AlgorithmiaProvider | undefined {
    const { __prov } = resource as unknown as { __prov?: pulumi.ProviderResource };
    return __prov instanceof AlgorithmiaProvider ? __prov : undefined;
  }
}
