import { createHash } from "node:crypto";
import { PutBucketVersioningCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { formsOf, textsBelow } from "../../support/leaks";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { describeWith } from "../../support/storage/installed";
import { type S3Server, startS3 } from "../../support/storage/s3";
import { send, temporaryFolder } from "../api/support";
import { createConnector } from "./connector";

describeWith("versitygw", "what S3 keeps of an object", (file) => {
  const folder = temporaryFolder();
  let platform: RunningPlatform;
  let server: S3Server;
  let s3: S3Client;
  const at = (key: string) => `/v1/data/s3+lab://models/${key}`;
  beforeAll(async () => {
    server = await startS3(file, { versions: true });
    const { accessKeyId, secretAccessKey, endpoint } = server;
    platform = await startPlatformProcess(["--data", folder], {
      environment: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    });
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
    s3 = new S3Client({ endpoint, region: "us-east-1", forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } });
    await s3.send(new PutBucketVersioningCommand({ Bucket: "models", VersioningConfiguration: { Status: "Enabled" } }));
    const cred_data = { access_key_id: accessKeyId, secret_access_key: secretAccessKey };
    await createConnector(platform, { protocol: "s3", label: "lab", writeable: true, cred_type: "iam", cred_data, settings: { endpoint } });
  });
  afterAll(async () => {
    s3.destroy();
    await platform.stop();
    await server.stop();
  });

  test("a version is named by the write and read back by its id after another has come", async () => {
    const first = (await send(platform, "PUT", at("k"), { body: "first" })).headers["x-version-id"];
    const second = (await send(platform, "PUT", at("k"), { body: "second" })).headers["x-version-id"];
    expect([typeof first, first === second]).toEqual(["string", false]);
    expect((await send(platform, "GET", at("k"))).headers["x-version-id"]).toBe(second);
    const old = await send(platform, "GET", `${at("k")}?versionId=${first}`);
    expect([old.text, old.headers["x-version-id"]]).toEqual(["first", first]);
    expect((await send(platform, "HEAD", `${at("k")}?versionId=${first}`)).headers["content-length"]).toBe("5");
    expect((await send(platform, "GET", `${at("k")}?versionId=01BX5ZZKBKACTAV9WEVGEMMVRZ`)).status).toBe(404);
  });

  test("the sha256 that an object was stored with is told", async () => {
    await s3.send(new PutObjectCommand({ Bucket: "models", Key: "sum", Body: "bytes", ChecksumAlgorithm: "SHA256" }));
    const digest = createHash("sha256").update("bytes").digest("hex");
    expect((await send(platform, "HEAD", at("sum"))).headers["x-checksum-sha256"]).toBe(digest);
  });

  test("the credentials of the platform's environment do where the admin lends them", async () => {
    const lent = { protocol: "s3", label: "lent", cred_type: "environment", settings: { endpoint: server.endpoint } };
    await createConnector(platform, lent, platform.adminKey);
    await send(platform, "PUT", at("lent"), { body: "by the environment" });
    expect((await send(platform, "GET", "/v1/data/s3+lent://models/lent")).text).toBe("by the environment");
  });

  test("after all this the credentials stand in no file, log or list of requests", async () => {
    await send(platform, "GET", "/v1/data/s3+lab://nothing/k");
    const requests = await send(platform, "GET", "/platform/requests", { key: platform.adminKey });
    const texts = [platform.log(), requests.text, ...textsBelow(folder).map(({ text }) => text)];
    for (const form of [...formsOf(server.secretAccessKey, server.accessKeyId), server.accessKeyId]) {
      expect(texts.filter((text) => text.includes(form))).toEqual([]);
    }
  });
});
