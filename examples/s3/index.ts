/** A model in an S3 bucket, rolled out: the bucket, who may read it, the file, the data connector and the version, in one program. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import * as iam from "@pulumi/aws/iam";
import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { AlgorithmModelVersion, DataConnector } from "pulumi-algorithmia";

const config = new pulumi.Config();
const algorithm = config.get("algorithm") ?? "demo/sentiment";
const file = join(__dirname, config.get("model") ?? "model.txt");

const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
const prefix = "models/sentiment";

const bucket = new s3.Bucket("models");

const versioning = new s3.BucketVersioning("models", {
  bucket: bucket.bucket,
  versioningConfiguration: { status: "Enabled" },
});

const encryption = new s3.BucketServerSideEncryptionConfiguration("models", {
  bucket: bucket.bucket,
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
});

const privacy = new s3.BucketPublicAccessBlock("models", {
  bucket: bucket.bucket,
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
});

/** Reads and lists what lies under the prefix, and nothing else. */
const reader = new iam.User("model-reader");
const mayRead = new iam.UserPolicy("model-reader", {
  user: reader.name,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: pulumi.interpolate`${bucket.arn}/${prefix}/*`,
      },
      {
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: bucket.arn,
        Condition: { StringLike: { "s3:prefix": `${prefix}/*` } },
      },
    ],
  }),
});
const key = new iam.AccessKey("model-reader", { user: reader.name });

/**
 * Another model gets another name. The old file stays in the bucket (`retainOnDelete`), because the versions that were published with it
 * still read it.
 */
const model = new s3.BucketObjectv2(
  "model",
  {
    bucket: bucket.bucket,
    key: `${prefix}/model-${sha256.slice(0, 12)}${extname(file)}`,
    source: new pulumi.asset.FileAsset(file),
    checksumAlgorithm: "SHA256",
  },
  // Nothing of these three is an input of the file: without this it could come before them, unversioned, unencrypted or in the open.
  { dependsOn: [versioning, encryption, privacy], retainOnDelete: true },
);

const connector = new DataConnector(
  "models",
  {
    label: "prod",
    path: pulumi.interpolate`${bucket.bucket}/${prefix}/*`,
    writeable: false,
    s3: {
      region: bucket.region,
      endpoint: config.get("endpoint"),
      accessKeyId: key.id,
      secretAccessKey: key.secret,
    },
  },
  // The key is an input, what it may do is not.
  { dependsOn: mayRead },
);

/**
 * Connector, bucket, file and its version are in the address, so that Pulumi sees what comes first. The version is known once the file is
 * there: a preview does not look for a file that the same program is about to make.
 */
const sentiment = new AlgorithmModelVersion("sentiment", {
  algorithm,
  model: { uri: pulumi.interpolate`${connector.uri}${bucket.bucket}/${model.key}?versionId=${model.versionId}`, sha256 },
  // The line of the source that names the model, wherever it lay before.
  reference: { kind: "source", file: "src/sentiment.py", anchor: "MODEL" },
  smokeTests: [{ name: "a greeting", input: "hello", expect: { noError: true } }],
});

export const bucketName = bucket.bucket;
export const modelUri = sentiment.modelUri;
export const version = sentiment.version;
