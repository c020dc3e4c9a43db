/**
 * What the types of `@pulumi/aws` that examples/s3 declares become in versitygw, an S3 server. Buckets, versioning and objects are made by
 * Amazon's SDK. A user is an account of the server, and its policy the bucket's policy with that account as principal: the server enforces
 * it. Encryption at rest and the block of public access are kept in the state only; the server has no public access to block.
 */
import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { keptInState, named } from "../named.mjs";

const require = createRequire(import.meta.url);
const s3 = require("@aws-sdk/client-s3");
const run = promisify(execFile);

const { S3_SERVER, S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY } = process.env;
const client = new s3.S3Client({
  endpoint: S3_ENDPOINT,
  region: "us-east-1",
  forcePathStyle: true,
  credentials: { accessKeyId: S3_ACCESS_KEY, secretAccessKey: S3_SECRET_KEY },
});

/** Of the package whose plugin this stands for: the engine compares. */
export const version = "7.48.0";

/**
 * Of each type: `check` fills in a name, `replacedBy` are the inputs that another resource has, `told` the outputs that are no inputs,
 * `create` answers with the id and these outputs.
 */
export const kinds = {
  "aws:s3/bucket:Bucket": {
    replacedBy: ["bucket"],
    told: ["arn", "region"],
    check: named("bucket"),
    async create({ bucket }) {
      await client.send(new s3.CreateBucketCommand({ Bucket: bucket, ObjectOwnership: "BucketOwnerEnforced" }));
      return { id: bucket, arn: `arn:aws:s3:::${bucket}`, region: "us-east-1" };
    },
    delete: ({ id }) => client.send(new s3.DeleteBucketCommand({ Bucket: id })),
  },
  "aws:s3/bucketVersioning:BucketVersioning": {
    replacedBy: ["bucket"],
    told: [],
    async create({ bucket, versioningConfiguration: { status } }) {
      await client.send(new s3.PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: status } }));
      return { id: bucket };
    },
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": keptInState("bucket"),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": keptInState("bucket"),
  "aws:s3/bucketObjectv2:BucketObjectv2": {
    replacedBy: ["bucket", "key"],
    told: ["versionId", "etag", "checksumSha256", "arn"],
    async create({ bucket, key, source, checksumAlgorithm }) {
      const Body = await readFile(source.path);
      const put = new s3.PutObjectCommand({ Bucket: bucket, Key: key, Body, ChecksumAlgorithm: checksumAlgorithm });
      const { VersionId: versionId, ETag: etag, ChecksumSHA256: checksumSha256 } = await client.send(put);
      return { id: `${bucket}/${key}`, versionId, etag, checksumSha256, arn: `arn:aws:s3:::${bucket}/${key}` };
    },
    delete: ({ bucket, key }) => client.send(new s3.DeleteObjectCommand({ Bucket: bucket, Key: key })),
  },
  "aws:iam/user:User": {
    replacedBy: [],
    told: ["arn", "uniqueId"],
    check: named("name"),
    async create({ name }) {
      const { access, secret } = accountOf(name);
      await administer("create-user", "--access", access, "--secret", secret, "--role", "user");
      return { id: name, arn: `arn:aws:iam::000000000000:user/${name}`, uniqueId: access };
    },
    delete: ({ id }) => administer("delete-user", "--access", accountOf(id).access),
  },
  "aws:iam/userPolicy:UserPolicy": {
    replacedBy: ["user", "name"],
    told: [],
    check: named("name"),
    async create({ name, user, policy }) {
      for (const [Bucket, statements] of bucketPolicies(JSON.parse(policy), accountOf(user).access)) {
        await client.send(
          new s3.PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ ...JSON.parse(policy), Statement: statements }) }),
        );
      }
      return { id: `${user}:${name}` };
    },
    async delete({ policy, user }) {
      for (const [Bucket] of bucketPolicies(JSON.parse(policy), accountOf(user).access)) {
        await client.send(new s3.DeleteBucketPolicyCommand({ Bucket }));
      }
    },
  },
  "aws:iam/accessKey:AccessKey": {
    replacedBy: ["user"],
    told: ["secret"],
    create: async ({ user }) => ({ id: accountOf(user).access, secret: accountOf(user).secret }),
  },
};

/** The statements of a user's policy by the bucket that they are about, with the user's account as principal. */
function bucketPolicies({ Statement }, access) {
  const byBucket = new Map();
  for (const statement of Statement) {
    const bucket = /^arn:aws:s3:::([^/]+)/.exec(statement.Resource)[1];
    byBucket.set(bucket, [...(byBucket.get(bucket) ?? []), { ...statement, Principal: { AWS: [access] } }]);
  }
  return byBucket;
}

/** Both are made from the name, so that nothing has to be kept between two runs of the plugin. */
function accountOf(user) {
  const digest = createHmac("sha256", S3_SECRET_KEY).update(user).digest();
  return { access: `AKIA${digest.toString("hex").slice(0, 16).toUpperCase()}`, secret: digest.toString("base64").slice(0, 40) };
}

/** The command line holds keys: of a failure only what the server says is told. */
async function administer(...command) {
  const server = ["--access", S3_ACCESS_KEY, "--secret", S3_SECRET_KEY, "--endpoint-url", S3_ENDPOINT];
  await run(S3_SERVER, ["admin", ...server, ...command]).catch(({ stderr }) => {
    throw new Error(`versitygw admin ${command[0]}: ${stderr}`);
  });
}
