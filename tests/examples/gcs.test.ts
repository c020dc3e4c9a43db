import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CloudExample, describeWithPackage } from "../support/cloud/example";
import { rollOutTwice, runExample } from "../support/cloud/run-example";
import { startPlatformProcess } from "../support/platform";
import { startGoogle } from "../support/storage/google";
import { describeWith } from "../support/storage/installed";

describeWithPackage("@pulumi/gcp", "gcs", (open) => {
  let example: CloudExample;
  beforeAll(() => {
    example = open();
  });
  afterAll(() => example?.close());

  test("the program compiles against the real types of @pulumi/gcp, which know its inputs", async () => {
    const misspelt = '// @ts-expect-error\nnew Bucket("b", { location: "EU", publicAccesPrevention: "enforced" });\n';
    expect(await example.typeProblems(`import { Bucket } from "@pulumi/gcp/storage";\n${misspelt}`)).toBe("");
  });

  test("under Pulumi's mocks: a closed bucket with versions, a reader of one prefix, a file named by its content, its generation rolled out", async () => {
    const sha256 = createHash("sha256")
      .update(readFileSync(join(example.folder, "model.txt")))
      .digest("hex");
    const outputs = `({ type, name, inputs }) => ({ name: inputs.name ?? name + "-1", email: "reader@project.iam.gserviceaccount.com", privateKey: "e30=",
      generation: 17, uri: "gs+prod://", version: "1.0.0", modelUri: "gs+prod://" })`;
    const declared = await example.declared({}, outputs);
    const inputsOf = (type: string) => declared.find((each) => each.type.endsWith(`:${type}`))!.inputs;
    const key = `models/sentiment/model-${sha256.slice(0, 12)}.txt`;
    expect(inputsOf("Bucket")).toMatchObject({
      versioning: { enabled: true },
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
    });
    expect(inputsOf("BucketIAMMember")).toMatchObject({
      bucket: "models-1",
      role: "roles/storage.objectViewer",
      member: "serviceAccount:reader@project.iam.gserviceaccount.com",
      condition: { expression: 'resource.name.startsWith("projects/_/buckets/models-1/objects/models/sentiment/")' },
    });
    expect(inputsOf("BucketObject")).toMatchObject({ bucket: "models-1", name: key, metadata: { sha256 } });
    expect(inputsOf("DataConnector")).toMatchObject({ label: "prod", path: "models-1/models/sentiment/*" });
    expect(inputsOf("AlgorithmModelVersion")).toMatchObject({
      modelSha256: sha256,
      __run: { found: { uri: `gs+prod://models-1/${key}?versionId=17` } },
    });
  });

  describeWith("fake-gcs-server", "run by the real CLI", (server) => {
    test("one up makes everything and publishes a version that reads its model there; another model is another file beside it", async () => {
      const [platform, google] = await Promise.all([startPlatformProcess(), startGoogle(server)]);
      try {
        const config = { endpoint: google.endpoint, "gcp:project": "test" };
        const running = await runExample(example, platform, { plugins: "gcp", environment: { GCS_ENDPOINT: google.endpoint }, config });
        await rollOutTwice(example, running, {
          resources: 8,
          uri: /^gs\+prod:\/\/models-\w+\/models\/sentiment\/model-\w{12}\.txt\?versionId=\d+$/,
        });
      } finally {
        await platform.stop();
        await google.stop();
      }
    });
  });
});
