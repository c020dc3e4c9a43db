import * as pulumi from "@pulumi/pulumi";
import { runText } from "../handlers/model-version/inputs";
import type { Comparison, SmokeTest } from "../smoke";
import { warnAboutPlainKey } from "./api-key-warning";
import { type LookedAt, lookAt, lookAtAll, type ModelInput, type NamedModelArgs, type ReferenceArgs, recall } from "./model-input";
import { tellInPreview } from "./preview-plan";
import { providerCode, typeToken } from "./provider-code";

const type = typeToken("AlgorithmModelVersion");
const code = providerCode("model-version");

export interface AlgorithmModelVersionArgs {
  /** `owner/name` of the algorithm. A change replaces the resource. */
  algorithm: pulumi.Input<string>;
  /** The model: a path, a FileAsset, or `{ uri, sha256 }` for a file that is in storage already. Required unless `models` is given. */
  model?: pulumi.Input<ModelInput>;
  /** Further models of the same version, by name: all are named by one commit and served by one version. */
  models?: pulumi.Input<Record<string, pulumi.Input<ModelInput | NamedModelArgs>>>;
  /** sha256 (hex) that the model must have; a file that differs fails in preview. Default: not checked. */
  expectedSha256?: pulumi.Input<string>;
  /** Where to upload to: a collection, or a folder behind a data connector such as `s3+prod://bucket/prefix`. Default: `data://<owner>/<name>`. */
  store?: pulumi.Input<string>;
  /** Template of `{stem} {ext} {sha256} {sha256:12}`. Default: `{stem}-{sha256:12}{ext}`. */
  fileName?: pulumi.Input<string>;
  /** Where the source names the model. Default: found by looking, see docs/algorithm-model-version.md. */
  reference?: pulumi.Input<ReferenceArgs>;
  /** How the next version counts up. Default: `minor`. A change alone publishes nothing. */
  versionType?: pulumi.Input<"revision" | "minor" | "major">;
  /** Recorded with the next version. A change alone publishes nothing. */
  releaseNotes?: pulumi.Input<string>;
  /** Sample input: text, or JSON. The published version is called with it, and must answer without an error. */
  sampleInput?: pulumi.Input<unknown>;
  /** Recorded with the next version. */
  sampleOutput?: pulumi.Input<unknown>;
  /** Who may call the version. Default: as the algorithm is set. */
  callability?: pulumi.Input<"public" | "private">;
  /** Calls that the built commit must pass before it is published, see docs/smoke-tests.md. A change alone publishes nothing. */
  smokeTests?: pulumi.Input<pulumi.Input<SmokeTest>[]>;
  /** Calls the built commit and the serving version, and stops when their answers differ. A change alone publishes nothing. */
  compare?: pulumi.Input<Comparison>;
  /** How many superseded uploads stay that no published version, branch or pin names; see docs/history-and-retention.md. Default: all. */
  retain?: pulumi.Input<{ files?: pulumi.Input<number>; pinFiles?: pulumi.Input<pulumi.Input<string>[]> }>;
  /** `publish` (default); `reload` is not yet supported and refused in preview. */
  updateMode?: pulumi.Input<"publish" | "reload">;
  /** Seconds for each step. Default: upload 3600, build 1800, smoke 300, publish 300. */
  timeouts?: pulumi.Input<{
    upload?: pulumi.Input<number>;
    build?: pulumi.Input<number>;
    smoke?: pulumi.Input<number>;
    publish?: pulumi.Input<number>;
  }>;
}

/** One of several models that a version serves. */
export interface ServedModel {
  uri: string;
  /** 64 hex digits. */
  sha256: string;
  bytes: number;
  md5?: string;
}

/**
 * "This algorithm serves exactly these bytes." A change of the file's hash shows in `pulumi preview`; `pulumi up` uploads it
 * under a name made of its hash, changes the source to that name, builds, publishes, verifies, and outputs the version to call.
 *
 * @example
 * const sentiment = new AlgorithmModelVersion("sentiment", {
 *   algorithm: "acme/sentiment",
 *   model: "models/sentiment.pkl",
 * });
 * export const call = sentiment.algorithmUri; // algo://acme/sentiment/1.3.0
 */
export class AlgorithmModelVersion extends pulumi.CustomResource {
  /** `owner/name` */
  declare readonly algorithm: pulumi.Output<string>;
  /** Semantic version now serving, e.g. `1.3.0`. Unknown in the preview of an update. */
  declare readonly version: pulumi.Output<string>;
  /** Git commit of that version, 40 hex digits; callable too. */
  declare readonly versionHash: pulumi.Output<string>;
  /** HTTPS address of that version. */
  declare readonly endpoint: pulumi.Output<string>;
  /** Where the served bytes are (this and the next three are absent where `models` alone is given), e.g. `data://acme/sentiment/sentiment-9f2c41d07a55.pkl`. */
  declare readonly modelUri: pulumi.Output<string>;
  /** sha256 of the served bytes, 64 hex digits. */
  declare readonly modelSha256: pulumi.Output<string>;
  /** Size of the served file in bytes. */
  declare readonly modelBytes: pulumi.Output<number>;
  /** md5 of the served bytes, as storage reports it. */
  declare readonly modelMd5: pulumi.Output<string | undefined>;
  /** What is served under each name of `models`. */
  declare readonly models: pulumi.Output<Record<string, ServedModel> | undefined>;
  /** What served before, or none. */
  declare readonly previousVersion: pulumi.Output<string | undefined>;
  declare readonly buildId: pulumi.Output<string | undefined>;
  /** ISO time of the publish. */
  declare readonly publishedAt: pulumi.Output<string | undefined>;

  /** `algo://owner/name/1.3.0`, for Algorithmia's clients. */
  get algorithmUri(): pulumi.Output<string> {
    return pulumi.interpolate`algo://${this.algorithm}/${this.version}`;
  }

  constructor(name: string, args: AlgorithmModelVersionArgs, opts: pulumi.CustomResourceOptions = {}) {
    const inputs = opts.id ? { models: undefined } : inputsOf(name, args, opts);
    // The SDK notes a stack for each of four promises a property: half the time of a preview of a thousand resources. They are for
    // finding leaks in the SDK itself; the resource's own place in the program is noted with a limit of its own.
    const { stackTraceLimit } = Error;
    if (!process.env.PULUMI_DEBUG_PROMISE_LEAKS) Error.stackTraceLimit = 0;
    try {
      super(type, name, { ...unsetOutputs, ...inputs, __provider: code }, opts);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
    if (!opts.id) tellInPreview(this, inputs, opts);
  }

  /** Reads the version that an algorithm serves now, without managing it. `id` is `owner/name`. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): AlgorithmModelVersion {
    return new AlgorithmModelVersion(name, {} as AlgorithmModelVersionArgs, { ...opts, id });
  }

  static override isInstance(object: unknown): object is AlgorithmModelVersion {
    return pulumi.Resource.isInstance(object) && (object as { __pulumiType?: string }).__pulumiType === type;
  }
}

/** Of a resource without several models; one that has them, or is only read, has an output of its own. */
Object.defineProperty(AlgorithmModelVersion.prototype, "models", {
  get: () => pulumi.output(undefined),
  set(this: AlgorithmModelVersion, value: unknown) {
    Object.defineProperty(this, "models", { value, writable: true, enumerable: true, configurable: true });
  },
  configurable: true,
});

/**
 * Only a property that is named here becomes an output on the object, and each is dear: some thirty promises. Hence what can be told
 * from others (`algorithmUri`) or is mostly absent (`models`) is not here. `newestVersion` is for refresh alone and stays in the state.
 */
const unsetOutputs = {
  algorithm: undefined,
  version: undefined,
  versionHash: undefined,
  endpoint: undefined,
  modelUri: undefined,
  modelSha256: undefined,
  modelBytes: undefined,
  modelMd5: undefined,
  previousVersion: undefined,
  buildId: undefined,
  publishedAt: undefined,
};

/**
 * The hash is taken here, once, so that preview and update compare plain values; where the file lies is told for this run only.
 * What is known of a file already is told in plain values: a promise of it costs the engine's runtime more than looking it up.
 */
function inputsOf(name: string, { model, models, ...args }: AlgorithmModelVersionArgs, opts: pulumi.CustomResourceOptions): pulumi.Inputs {
  warnAboutPlainKey();
  const named = models === undefined ? undefined : pulumi.output(models).apply((given) => lookAtAll(given, opts));
  const run = { urn: urnOf(name, opts), ...(named && { models: named.apply((found) => found.run) }) };
  const inputs = { ...args, ...(named && { models: named.apply((found) => found.inputs) }) };
  if (model === undefined && named) return { ...inputs, __run: run };
  const known = typeof model === "string" ? recall(model) : undefined;
  if (known && !named && typeof run.urn === "string") {
    const { sha256, sizeBytes, ...found } = known;
    return { ...inputs, modelSha256: sha256, modelBytes: sizeBytes, __run: runText({ urn: run.urn, found }) };
  }
  const found = pulumi.output(model).apply((given) => lookAt(given, opts)) as pulumi.Output<LookedAt>;
  return {
    ...inputs,
    modelSha256: found.apply(({ sha256 }) => sha256),
    modelBytes: found.apply(({ sizeBytes }) => sizeBytes),
    __run: { ...run, found: found.apply(({ sha256, sizeBytes, ...rest }) => rest) },
  };
}

/** Told to the provider for progress on the resource's own row. */
function urnOf(name: string, { parent }: pulumi.CustomResourceOptions): pulumi.Input<string> {
  return parent ? pulumi.createUrn(name, type, parent) : `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${type}::${name}`;
}
