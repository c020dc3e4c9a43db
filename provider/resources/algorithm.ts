import * as pulumi from "@pulumi/pulumi";
import { resourceType } from "./resource-type";

export interface AlgorithmArgs {
  /** `owner/name`. A change replaces the resource. */
  algorithm: pulumi.Input<string>;
  /** Name for people. Default: the algorithm's name. */
  label?: pulumi.Input<string>;
  /** Default: not managed, as the platform takes it from the README of the source. */
  summary?: pulumi.Input<string>;
  /** One line for people. Default: none. */
  tagline?: pulumi.Input<string>;
  /** Language in the API's words. Default: `python3-1`. A change replaces the resource. */
  language?: pulumi.Input<string>;
  /** Default: `cpu`. */
  environment?: pulumi.Input<"cpu" | "gpu">;
  /** UUID of an algorithm environment, instead of `language` and `environment`. */
  algorithmEnvironment?: pulumi.Input<string>;
  /** Default: `closed`. Source under another license than `apl` has to be `open`. */
  sourceVisibility?: pulumi.Input<"open" | "closed">;
  /** Default: `full`. */
  networkAccess?: pulumi.Input<"full" | "isolated">;
  /** May it call other algorithms? Default: true. */
  pipelineEnabled?: pulumi.Input<boolean>;
  /** Default: `apl`. */
  license?: pulumi.Input<"apl" | "apache2" | "gpl3" | "mit">;
  /** Who may call its next versions. Default: not managed, as a publish may say it. */
  algorithmCallability?: pulumi.Input<"public" | "private">;
  /** Lets a delete take published versions along. Default: false, such a delete is refused. */
  forceDelete?: pulumi.Input<boolean>;
}

const type = resourceType("Algorithm", "algorithm", [
  "algorithm",
  "label",
  "summary",
  "tagline",
  "language",
  "environment",
  "algorithmEnvironment",
  "sourceVisibility",
  "networkAccess",
  "pipelineEnabled",
  "license",
  "algorithmCallability",
  "forceDelete",
  "algorithmId",
  "gitUrl",
  "apiUrl",
]);

/**
 * An algorithm: its name, description and settings, with an empty repository for its source. The id is `owner/name`.
 *
 * @example
 * const sentiment = new Algorithm("sentiment", { algorithm: "acme/sentiment", label: "Sentiment of a text" });
 * export const clone = sentiment.gitUrl;
 */
export class Algorithm extends pulumi.CustomResource {
  /** `owner/name` */
  declare readonly algorithm: pulumi.Output<string>;
  declare readonly label: pulumi.Output<string>;
  declare readonly summary: pulumi.Output<string | undefined>;
  declare readonly tagline: pulumi.Output<string | undefined>;
  declare readonly language: pulumi.Output<string | undefined>;
  declare readonly environment: pulumi.Output<string | undefined>;
  declare readonly algorithmEnvironment: pulumi.Output<string | undefined>;
  declare readonly sourceVisibility: pulumi.Output<string>;
  declare readonly networkAccess: pulumi.Output<string>;
  declare readonly pipelineEnabled: pulumi.Output<boolean>;
  declare readonly license: pulumi.Output<string>;
  declare readonly algorithmCallability: pulumi.Output<string | undefined>;
  declare readonly forceDelete: pulumi.Output<boolean | undefined>;
  /** The platform's UUID of it. */
  declare readonly algorithmId: pulumi.Output<string>;
  /** Where its source is cloned from and pushed to. */
  declare readonly gitUrl: pulumi.Output<string>;
  /** Where it is called; add `/<version>`. */
  declare readonly apiUrl: pulumi.Output<string>;

  constructor(name: string, args: AlgorithmArgs, opts: pulumi.CustomResourceOptions = {}) {
    super(type.token, name, type.properties({ ...args }, opts), opts);
  }

  /** Reads an algorithm without managing it. `id` is `owner/name`. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Algorithm {
    return new Algorithm(name, {} as AlgorithmArgs, { ...opts, id });
  }

  static override isInstance(object: unknown): object is Algorithm {
    return type.isInstance(object);
  }
}
