import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { createConnector } from "../../platform/connectors/connector";
import { Hand } from "../../support/algorithm";
import { commandLine } from "../../support/command-line";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { sha256Of } from "../../support/sha256";
import { describeWith } from "../../support/storage/installed";
import { type S3Server, startS3 } from "../../support/storage/s3";
import { startTap, type Tap } from "../../support/tap";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true"; // This project supports Node 20 as long as it does.

describeWith("versitygw", "pinning a file in storage", (server) => {
  let platform: RunningPlatform;
  let tap: Tap;
  let s3: S3Server;
  let folder: string;
  let hand: Hand;

  beforeAll(async () => {
    [platform, s3] = await Promise.all([startPlatformProcess(), startS3(server, { versions: true })]);
    tap = await startTap(platform.url);
    hand = new Hand(platform, "any");
    const { accessKeyId, secretAccessKey, endpoint } = s3;
    const access = { cred_type: "iam", settings: { endpoint } };
    const cred_data = { access_key_id: accessKeyId, secret_access_key: secretAccessKey };
    await createConnector(platform, { protocol: "s3", label: "prod", writeable: true, ...access, cred_data });
    await createConnector(platform, { protocol: "s3", label: "wrong", ...access, cred_data: { ...cred_data, secret_access_key: "wrong" } });
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pin-"));
    tap.asked.length = 0;
  });
  afterEach(() => {
    tap.onRequest = undefined;
    rmSync(folder, { recursive: true });
  });
  afterAll(async () => {
    await tap?.close();
    await platform?.stop();
    await s3?.stop();
  });

  const pin = async (target: string, ...options: string[]) => {
    const file = join(folder, "models.yaml");
    const result = await commandLine(
      { url: tap.url, apiKey: platform.apiKey },
      "pin",
      "acme/sentiment",
      target,
      "--file",
      file,
      ...options,
    );
    return { ...result, file, text: () => readFileSync(file, "utf8") };
  };
  const put = async (path: string, content: string) => {
    const answer = await hand.api("PUT", `/v1/connector/s3+prod/models/${path}`, content);
    expect(answer.text).toContain("result");
  };
  const downloads = () => tap.asked.filter(({ method }) => method === "GET");

  test("a file that others put into the bucket is read once and hashed", async () => {
    writeFileSync(join(s3.folder, "models", "a b.txt"), "weights");
    const { code, out, file, text } = await pin("s3+prod://models/a b.txt");
    expect(code).toBe(0);
    expect(text()).toContain(`  acme/sentiment:\n    uri: s3+prod://models/a b.txt\n    sha256: ${sha256Of("weights")}\n`);
    expect(out).toBe(
      `acme/sentiment in ${file}: pinned.\n  uri     (none) → s3+prod://models/a b.txt (7 bytes)\n  sha256  (none) → ${sha256Of("weights")}\nNext: pulumi preview\n`,
    );
    expect(downloads()).toHaveLength(1);
  });

  test("in a bucket that keeps versions the version that is there now is pinned; a version that is named stays", async () => {
    const { accessKeyId, secretAccessKey, endpoint } = s3;
    const client = new S3Client({ endpoint, region: "us-east-1", forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } });
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await client.send(new PutBucketVersioningCommand({ Bucket: "models", VersioningConfiguration }));
    client.destroy();
    await put("v.txt", "version one");
    const first = await pin("s3+prod://models/v.txt");
    expect(first.text()).toContain(`    sha256: ${sha256Of("version one")}\n`);
    const uri = /uri: (s3\+prod:\/\/models\/v\.txt\?versionId=\S+)/.exec(first.text())?.[1] ?? "none";

    await put("v.txt", "version two");
    expect((await pin(uri)).out).toContain(`unchanged (sha256 ${sha256Of("version one")})`);
    const second = await pin("s3+prod://models/v.txt");
    expect(second.text()).toContain(`    sha256: ${sha256Of("version two")}\n`);
    expect(second.text()).not.toContain(uri);
    expect((await pin("s3+prod://models/v.txt", "--check")).code).toBe(0);
  });

  test("a sha256 that storage keeps is taken without reading the file", async () => {
    const sha256 = sha256Of("recorded");
    const headers = { Authorization: platform.apiKey, "X-Checksum-Sha256": sha256 };
    await fetch(`${platform.url}/v1/connector/s3+prod/models/recorded.txt`, { method: "PUT", headers, body: "recorded" });
    expect((await pin("s3+prod://models/recorded.txt")).text()).toContain(`    sha256: ${sha256}\n`);
    expect(downloads()).toEqual([]);
  });

  test("a file of hosted data is pinned by its address alone, too", async () => {
    await hand.put("hosted.txt", "hosted weights");
    const { text } = await pin(`data://${platform.owner}/any/hosted.txt`);
    expect(text()).toContain(`    uri: data://demo/any/hosted.txt\n    sha256: ${sha256Of("hosted weights")}\n`);
  });

  test("of a large file it is told that it is read, and how far", async () => {
    const large = Buffer.alloc(66 * 1024 * 1024, "large");
    writeFileSync(join(s3.folder, "models", "large.bin"), large);
    const { err, text } = await pin("s3+prod://models/large.bin");
    expect(err).toMatch(/^No sha256 is kept with s3\+prod:\/\/models\/large\.bin\S*: reading its 66\.0 MiB …\n {2}10 %\n {2}20 %\n/);
    expect(err.trim().split("\n").at(-1)).toBe("  100 %");
    expect(text()).toContain(`    sha256: ${sha256Of(large)}\n`);
  });

  test.each([
    ["s3+prod://models/none.txt", "path not found: s3+prod://models/none.txt"],
    ["s3+none://models/a.txt", "No such data connector: s3+none; you have s3+prod, s3+wrong"],
    ["s3+wrong://models/a.txt", "The store of the data connector s3+wrong did not accept the connector"],
    ["s3+prod://nobucket/a.txt", "has no such bucket"],
  ])("%s is refused in the platform's words", async (uri, words) => {
    const { code, err } = await pin(uri);
    expect(code).toBe(1);
    expect(err).toContain(words);
    expect(err).toContain("[STORED_FILE_UNREADABLE]");
    expect(err).not.toContain("..");
  });

  test("a folder is refused, as is a file that is replaced, or cut short, while it is read", async () => {
    await put("folder/model.txt", "weights");
    expect((await pin("s3+prod://models/folder")).err).toContain("s3+prod://models/folder cannot be pinned: it is a folder.");
    writeFileSync(join(s3.folder, "models", "moving.txt"), "weights");
    tap.onRequest = ({ method }) => (method === "GET" ? 412 : undefined);
    expect((await pin("s3+prod://models/moving.txt")).err).toContain("cannot be read: it was replaced while it was read.");
    tap.onRequest = ({ method }) => (method === "GET" ? { answerBytes: -3 } : undefined);
    expect((await pin("s3+prod://models/moving.txt")).err).toContain("[PLATFORM_UNREACHABLE]");
  });
});
