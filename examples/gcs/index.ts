/** A model in a Google Cloud Storage bucket, rolled out: bucket, reader, file, data connector and version in one program. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import * as serviceaccount from "@pulumi/gcp/serviceaccount";
import * as storage from "@pulumi/gcp/storage";
import * as pulumi from "@pulumi/pulumi";
import { AlgorithmModelVersion, DataConnector } from "pulumi-algorithmia";

const config = new pulumi.Config();
const algorithm = config.get("algorithm") ?? "demo/sentiment";
const file = join(__dirname, config.get("model") ?? "model.txt");

const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
const prefix = "models/sentiment";

/** Encrypted by Google at rest in any case. */
const bucket = new storage.Bucket("models", {
  location: config.get("location") ?? "EU",
  versioning: { enabled: true },
  uniformBucketLevelAccess: true,
  publicAccessPrevention: "enforced",
});

const reader = new serviceaccount.Account("model-reader", { accountId: "model-reader" });
const mayRead = new storage.BucketIAMMember("model-reader", {
  bucket: bucket.name,
  role: "roles/storage.objectViewer",
  member: pulumi.interpolate`serviceAccount:${reader.email}`,
  condition: {
    title: "models only",
    expression: pulumi.interpolate`resource.name.startsWith("projects/_/buckets/${bucket.name}/objects/${prefix}/")`,
  },
});
const key = new serviceaccount.Key("model-reader", { serviceAccountId: reader.name });

/** Another model gets another name; published versions still read the old file, so it stays. */
const model = new storage.BucketObject(
  "model",
  {
    bucket: bucket.name,
    name: `${prefix}/model-${sha256.slice(0, 12)}${extname(file)}`,
    source: new pulumi.asset.FileAsset(file),
    metadata: { sha256 },
  },
  { retainOnDelete: true },
);

const connector = new DataConnector(
  "models",
  {
    label: "prod",
    path: pulumi.interpolate`${bucket.name}/${prefix}/*`,
    gs: { credentials: key.privateKey, endpoint: config.get("endpoint") },
  },
  // The key is an input, what it may do is not.
  { dependsOn: mayRead },
);

/** The generation, Google's word for a version, is known once the file is there. */
const sentiment = new AlgorithmModelVersion("sentiment", {
  algorithm,
  model: { uri: pulumi.interpolate`${connector.uri}${bucket.name}/${model.name}?versionId=${model.generation}`, sha256 },
  reference: { kind: "source", file: "src/sentiment.py", anchor: "MODEL" },
});

export const modelUri = sentiment.modelUri;
export const version = sentiment.version;
