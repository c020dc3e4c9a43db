import { join } from "node:path";
import { filesBelow } from "../../support/files-below";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { describeWith } from "../../support/storage/installed";
import { type S3Server, startS3 } from "../../support/storage/s3";
import { createConnector } from "./connector";
import { describeStorage } from "./contract";

describeWith("versitygw", "s3", (file) => {
  let platform: RunningPlatform;
  let server: S3Server;
  beforeAll(async () => {
    [platform, server] = await Promise.all([startPlatformProcess(), startS3(file)]);
    const { accessKeyId: access_key_id, secretAccessKey: secret_access_key, endpoint } = server;
    const access = { cred_type: "iam", cred_data: { access_key_id, secret_access_key }, settings: { endpoint } };
    await createConnector(platform, { protocol: "s3", label: "lab", writeable: true, ...access });
  });
  afterAll(async () => {
    await platform.stop();
    await server.stop();
  });

  const stored = async () => filesBelow(join(server.folder, "models")).filter((name) => !name.startsWith(".sgwtmp"));
  describeStorage(() => ({ platform, root: "s3+lab://models", stored }), { subFolders: true, md5: true, sha256: "recorded" });
});
