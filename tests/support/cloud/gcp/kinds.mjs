/**
 * What the types of `@pulumi/gcp` that examples/gcs declares become in fake-gcs-server. It asks for no credentials: accounts, keys and who may
 * read are kept in the state only.
 */
import { readFile } from "node:fs/promises";
import { keptInState, named } from "../named.mjs";

const { GCS_ENDPOINT } = process.env;

/** Of the package whose plugin this stands for: the engine compares. */
export const version = "9.37.0";

export const kinds = {
  "gcp:storage/bucket:Bucket": {
    replacedBy: ["name"],
    told: ["url"],
    check: named("name"),
    async create({ name, versioning }) {
      await ask("/storage/v1/b?project=test", { name, versioning });
      return { id: name, url: `gs://${name}` };
    },
  },
  "gcp:serviceaccount/account:Account": {
    replacedBy: ["accountId"],
    told: ["email", "name"],
    async create({ accountId }) {
      const email = `${accountId}@test.iam.gserviceaccount.com`;
      return { id: email, email, name: `projects/test/serviceAccounts/${email}` };
    },
  },
  "gcp:serviceaccount/key:Key": {
    replacedBy: ["serviceAccountId"],
    told: ["privateKey"],
    async create({ serviceAccountId }) {
      const key = {
        type: "service_account",
        project_id: "test",
        client_email: serviceAccountId.split("/").at(-1),
        private_key: "unused by an emulator",
      };
      return { id: `${serviceAccountId}/keys/1`, privateKey: Buffer.from(JSON.stringify(key)).toString("base64") };
    },
  },
  "gcp:storage/bucketIAMMember:BucketIAMMember": keptInState("bucket"),
  "gcp:storage/bucketObject:BucketObject": {
    replacedBy: ["bucket", "name", "source"],
    told: ["generation", "md5hash"],
    async create({ bucket, name, source, metadata }) {
      const parts = new FormData();
      parts.append("metadata", new Blob([JSON.stringify({ name, metadata })], { type: "application/json" }));
      parts.append("file", new Blob([await readFile(source.path)], { type: "application/octet-stream" }));
      const { generation, md5Hash } = await ask(`/upload/storage/v1/b/${bucket}/o?uploadType=multipart`, parts);
      return { id: `${bucket}-${name}`, generation: Number(generation), md5hash: md5Hash };
    },
  },
};

async function ask(path, body) {
  const reply = await fetch(`${GCS_ENDPOINT}${path}`, { method: "POST", body: body instanceof FormData ? body : JSON.stringify(body) });
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  return reply.json();
}
