import * as pulumi from "@pulumi/pulumi";
import { type LookedAt, lookAt } from "./model-input";
import { resourceType } from "./resource-type";

export interface ModelFileArgs {
  /** The file: a path relative to the program's folder, or a FileAsset of it. A folder is packed into one archive. */
  model: pulumi.Input<string | pulumi.asset.FileAsset>;
  /** Collection to upload to, `data://owner/name`; created when it is not there. */
  store: pulumi.Input<string>;
  /** Template of `{stem} {ext} {sha256} {sha256:12}`. Default: `{stem}-{sha256:12}{ext}`. */
  fileName?: pulumi.Input<string>;
  /** Deletes the file of the old bytes once the new one is there. Default: false, it stays. */
  deleteOld?: pulumi.Input<boolean>;
  /** Deletes the file with the resource. Default: false, it stays. */
  deleteOnDestroy?: pulumi.Input<boolean>;
}

const type = resourceType("ModelFile", "model-file", [
  "store",
  "fileName",
  "uri",
  "sha256",
  "sizeBytes",
  "md5",
  "deleteOld",
  "deleteOnDestroy",
]);

/**
 * A file in storage under a name made of its hash: other bytes get another name, and whoever holds the old one keeps what it had.
 * The id is the address that it was first uploaded to; `uri` is where it lies now.
 *
 * @example
 * const vocabulary = new ModelFile("vocabulary", { model: "models/vocabulary.txt", store: "data://acme/models" });
 * export const address = vocabulary.uri; // data://acme/models/vocabulary-9f2c41d07a55.txt
 */
export class ModelFile extends pulumi.CustomResource {
  declare readonly store: pulumi.Output<string>;
  declare readonly fileName: pulumi.Output<string | undefined>;
  /** Where the file lies, e.g. `data://acme/models/vocabulary-9f2c41d07a55.txt`. Known in preview. */
  declare readonly uri: pulumi.Output<string>;
  /** 64 hex digits. Known in preview. */
  declare readonly sha256: pulumi.Output<string>;
  /** Known in preview. */
  declare readonly sizeBytes: pulumi.Output<number>;
  /** As storage reports it. */
  declare readonly md5: pulumi.Output<string | undefined>;
  declare readonly deleteOld: pulumi.Output<boolean | undefined>;
  declare readonly deleteOnDestroy: pulumi.Output<boolean | undefined>;

  constructor(name: string, args: ModelFileArgs, opts: pulumi.CustomResourceOptions = {}) {
    const found = opts.id ? undefined : (pulumi.output(args.model).apply(lookAt) as pulumi.Output<LookedAt>);
    super(type.token, name, type.properties(found ? inputsOf(name, args, found, opts) : {}, opts), opts);
    found?.apply(({ warnings = [] }) => Promise.all(warnings.map((warning) => pulumi.log.warn(warning, this))));
  }

  /** Reads a file without managing it. `id` is its address, `data://owner/collection/file`. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): ModelFile {
    return new ModelFile(name, {} as ModelFileArgs, { ...opts, id });
  }

  static override isInstance(object: unknown): object is ModelFile {
    return type.isInstance(object);
  }
}

/** The hash is taken here, once, so that preview and update compare plain values; where the file lies is told for this run only. */
function inputsOf(
  name: string,
  { model: _model, ...args }: ModelFileArgs,
  found: pulumi.Output<LookedAt>,
  opts: pulumi.CustomResourceOptions,
): pulumi.Inputs {
  const part = <Part>(take: (found: LookedAt) => Part) => found.apply(take) as pulumi.Output<Part>;
  return {
    ...args,
    sha256: part(({ sha256 }) => sha256),
    sizeBytes: part(({ sizeBytes }) => sizeBytes),
    __run: { found: part(({ path, name: ownName, uri, problem }) => ({ path, name: ownName, uri, problem })), urn: type.urnOf(name, opts) },
  };
}
