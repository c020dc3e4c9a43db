import * as pulumi from "@pulumi/pulumi";
import { resourceType } from "./resource-type";

export interface DataCollectionArgs {
  /** `data://owner/name`. A change replaces the resource. */
  collection: pulumi.Input<string>;
  /** Who may read: the owner, the owner's algorithms whoever calls them, or everybody. Default: `myAlgorithms`. */
  readAcl?: pulumi.Input<"private" | "myAlgorithms" | "public">;
  /** Lets a delete take files along. Default: false, such a delete is refused. */
  forceDelete?: pulumi.Input<boolean>;
}

const type = resourceType("DataCollection", "data-collection", ["collection", "readAcl", "forceDelete"]);

/**
 * A collection of hosted data, and who may read it. The id is `data://owner/name`.
 *
 * @example const models = new DataCollection("models", { collection: "data://acme/models", readAcl: "myAlgorithms" });
 */
export class DataCollection extends pulumi.CustomResource {
  /** `data://owner/name` */
  declare readonly collection: pulumi.Output<string>;
  declare readonly readAcl: pulumi.Output<string>;
  declare readonly forceDelete: pulumi.Output<boolean | undefined>;

  constructor(name: string, args: DataCollectionArgs, opts: pulumi.CustomResourceOptions = {}) {
    super(type.token, name, type.properties({ ...args }, opts), opts);
  }

  /** Reads a collection without managing it. `id` is `data://owner/name`. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): DataCollection {
    return new DataCollection(name, {} as DataCollectionArgs, { ...opts, id });
  }

  static override isInstance(object: unknown): object is DataCollection {
    return type.isInstance(object);
  }
}
