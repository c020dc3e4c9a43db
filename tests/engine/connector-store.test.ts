import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PutBucketVersioningCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { AlgorithmModelVersion, type AlgorithmModelVersionArgs } from "pulumi-algorithmia";
import { Hand } from "../support/algorithm";
import { sha256Of } from "../support/sha256";
import { connectS3 } from "../support/storage/connected";
import { describeWith } from "../support/storage/installed";
import { type S3Server, startS3 } from "../support/storage/s3";
import { setScene } from "./scene";
import { failureOf, operationsOn } from "./stack";

const nameOf = (text: string) => `model-${sha256Of(text).slice(0, 12)}.txt`;
const plansIn = (events: EngineEvent[]) =>
  events.flatMap(({ diagnosticEvent: told }) => (told?.message.startsWith("plan: ") && !told.ephemeral ? [told.message.trimEnd()] : []));

describeWith("versitygw", "a model in a versioned S3 bucket", (file) => {
  const scene = setScene();
  let server: S3Server;
  let s3: S3Client;

  beforeAll(async () => {
    server = await startS3(file, { versions: true });
    const { endpoint, accessKeyId, secretAccessKey } = server;
    s3 = new S3Client({ endpoint, region: "us-east-1", forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } });
    await s3.send(new PutBucketVersioningCommand({ Bucket: "models", VersioningConfiguration: { Status: "Enabled" } }));
    await connectS3(scene.platform, "lab", server);
  });
  beforeEach(() => {
    scene.tap.seen.length = 0;
  });
  afterAll(async () => {
    s3?.destroy();
    await server?.stop();
  });

  const put = async (key: string, text: string, kept = {}) =>
    (await s3.send(new PutObjectCommand({ Bucket: "models", Key: key, Body: text, ...kept }))).VersionId;
  const stackOf = (argsOf: () => AlgorithmModelVersionArgs) =>
    scene.createStack({
      program: () => {
        const { version, modelUri } = new AlgorithmModelVersion("m", argsOf());
        return { version, modelUri };
      },
    });

  test("a changed `store` uploads there, switches the source and publishes; refresh sees what others do to the file, and up mends it", async () => {
    const hand = await Hand.served(scene.platform, "moving");
    const model = join(scene.folder, "model.txt");
    writeFileSync(model, "model one");
    let store: string | undefined;
    const stack = await stackOf(() => ({ algorithm: hand.algorithm, model, ...(store && { store }) }));
    await stack.up();

    store = "s3+lab://models/acme";
    const key = `acme/${nameOf("model one")}`;
    const preview = await stack.preview();
    expect(operationsOn(preview.events)).toEqual(["update"]);
    expect(plansIn(preview.events)[0]).toBe(
      [
        `plan: ${hand.algorithm}: 0.2.0 → 0.3.0. upload ${nameOf("model one")} (9 bytes) to ${store}, change src/moving.py:4, build, publish 0.3.0`,
        "  why: 0.2.0 served these bytes from data://demo/moving",
        "  src/moving.py:4",
        `  - MODEL = open(client.file("data://demo/moving/${nameOf("model one")}").getFile().name).read().strip()`,
        `  + MODEL = open(client.file("${store}/${nameOf("model one")}").getFile().name).read().strip()`,
      ].join("\n"),
    );
    await stack.up();
    expect(await stack.outputs()).toEqual({ version: "0.3.0", modelUri: `s3+lab://models/${key}` });
    expect(await hand.call("0.3.0")).toMatchObject({ model: "model one" });
    expect((await hand.api("HEAD", `/v1/data/${hand.algorithm}/${nameOf("model one")}`)).status).toBe(200);
    await stack.refresh();
    expect(operationsOn((await stack.preview()).events)).toEqual(["same"]);

    await put(key, "not the m");
    await stack.refresh();
    const drifted = await stack.resource();
    expect(drifted.outputs.modelSha256).toMatch(/^other bytes: md5 [0-9a-f]{32}$/);
    scene.tap.seen.length = 0;
    await stack.up();
    expect(scene.tap.writes()).toEqual([`PUT /v1/connector/s3+lab/models/${key} 200`]);
    expect((await stack.outputs()).version).toBe("0.3.0");
  });

  test("a refresh tells a connector that is gone as missing bytes, and fails where the store is only out of reach", async () => {
    const hand = await Hand.served(scene.platform, "unplugged");
    await connectS3(scene.platform, "plug", server);
    const model = join(scene.folder, "model.txt");
    writeFileSync(model, "model one");
    const reference = { kind: "source", file: "src/unplugged.py", anchor: "client.file(" } as const;
    const stack = await stackOf(() => ({ algorithm: hand.algorithm, model, store: "s3+plug://models/plug", reference }));
    await stack.up();
    const connector = "/v1/users/demo/connectors/s3+plug";
    await hand.api("PUT", connector, { settings: { endpoint: "http://127.0.0.1:1" } });
    expect(await failureOf(stack.refresh())).toContain("[STORE_UNREACHABLE]");
    await hand.api("DELETE", connector);
    await stack.refresh();
    expect((await stack.resource()).outputs.modelSha256).toBe("missing: the file is not in storage");
    expect(await failureOf(stack.up())).toContain("[STORE_CONNECTOR_UNUSABLE]");
    await connectS3(scene.platform, "plug", server);
    await stack.up();
    expect((await stack.outputs()).version).toBe("0.2.0");
  });

  test("an object that is there already is pinned to its version by the store's own sha256, and stays when it is overwritten", async () => {
    const hand = await Hand.served(scene.platform, "pinned");
    const first = await put("v7.txt", "in the bucket", { ChecksumAlgorithm: "SHA256" });
    const reference = { kind: "source", file: "src/pinned.py", anchor: "client.file(" } as const;
    let verify: { verify?: "content" } = {};
    const stack = await stackOf(() => ({ algorithm: hand.algorithm, model: { uri: "s3+lab://models/v7.txt", ...verify }, reference }));
    expect(operationsOn((await stack.preview()).events)).toEqual(["create"]);
    await stack.up();
    const uri = `s3+lab://models/v7.txt?versionId=${first}`;
    expect(await stack.outputs()).toEqual({ version: "0.2.0", modelUri: uri });
    expect((await stack.resource()).outputs).toMatchObject({ modelSha256: sha256Of("in the bucket"), modelBytes: 13 });
    expect(scene.tap.writes().filter((write) => write.startsWith("PUT "))).toEqual([]);
    expect(await hand.call("0.2.0")).toMatchObject({ model: "in the bucket" });
    await stack.refresh();
    expect(operationsOn((await stack.preview()).events)).toEqual(["same"]);

    const second = await put("v7.txt", "its successor", { ChecksumAlgorithm: "SHA256" });
    expect(operationsOn((await stack.preview()).events)).toEqual(["update"]);
    verify = { verify: "content" };
    await stack.up();
    expect(await stack.outputs()).toEqual({ version: "0.3.0", modelUri: `s3+lab://models/v7.txt?versionId=${second}` });
    expect([await hand.call("0.2.0"), await hand.call("0.3.0")]).toMatchObject([{ model: "in the bucket" }, { model: "its successor" }]);
  });
});
