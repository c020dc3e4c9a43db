import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createConnector } from "../platform/connectors/connector";
import { Hand } from "../support/algorithm";
import { type CloudExample, describeWithPackage, type Registered } from "../support/cloud/example";
import { type RunningExample, runExample } from "../support/cloud/run-example";
import { textsBelow } from "../support/leaks";
import { type RunningPlatform, startPlatformProcess } from "../support/platform";
import { describeWith } from "../support/storage/installed";
import { type S3Server, startS3 } from "../support/storage/s3";

describeWithPackage("@pulumi/aws", "s3", (open) => {
  let example: CloudExample;
  let model: string;
  const sha256 = () => createHash("sha256").update(readFileSync(model)).digest("hex");
  beforeAll(() => {
    example = open();
    model = join(example.folder, "model.txt");
  });
  afterAll(() => example?.close());

  test("the program compiles against the real types of @pulumi/aws, which know its inputs", async () => {
    const misspelt = '// @ts-expect-error\nnew BucketPublicAccessBlock("b", { bucket: "b", blockPublicAcl: true });\n';
    const probe = `import { BucketPublicAccessBlock } from "@pulumi/aws/s3";\n${misspelt}`;
    expect(await example.typeProblems(probe)).toBe("");
  });

  describe("what it declares, under Pulumi's mocks", () => {
    let declared: Registered[];
    const inputsOf = (type: string) => declared.find((each) => each.type.endsWith(`:${type}`))!.inputs;
    beforeAll(async () => {
      const outputs = `({ name }) => ({ bucket: "models-1", arn: "arn:aws:s3:::models-1", region: "eu-west-1", name: name + "-1", versionId: "v1",
        secret: "of the key", uri: "s3+prod://", version: "1.0.0", modelUri: "s3+prod://" })`;
      declared = await example.declared({}, outputs);
    });

    test("a bucket of which every version is kept, encrypted and closed to the public", () => {
      expect(inputsOf("BucketVersioning")).toEqual({ bucket: "models-1", versioningConfiguration: { status: "Enabled" } });
      expect(inputsOf("BucketServerSideEncryptionConfiguration")).toEqual({
        bucket: "models-1",
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
      });
      const [blockPublicAcls, blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets] = [true, true, true, true];
      const closed = { blockPublicAcls, blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets };
      expect(inputsOf("BucketPublicAccessBlock")).toEqual({ bucket: "models-1", ...closed });
    });

    test("a user who may read and list one prefix of it, nothing else, and write nothing", () => {
      const { policy, user } = inputsOf("UserPolicy");
      expect(user).toBe("model-reader-1");
      expect(JSON.parse(policy as string).Statement).toEqual([
        { Effect: "Allow", Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: "arn:aws:s3:::models-1/models/sentiment/*" },
        {
          ...{ Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::models-1" },
          Condition: { StringLike: { "s3:prefix": "models/sentiment/*" } },
        },
      ]);
    });

    test("the file is named by its content, its checksum kept by the store, and the rollout is of exactly these bytes", () => {
      const key = `models/sentiment/model-${sha256().slice(0, 12)}.txt`;
      expect(inputsOf("BucketObjectv2")).toMatchObject({ bucket: "models-1", key, checksumAlgorithm: "SHA256" });
      expect(inputsOf("AlgorithmModelVersion")).toMatchObject({
        modelSha256: sha256(),
        __run: { found: { uri: `s3+prod://models-1/${key}?versionId=v1` } },
      });
    });

    test("the connector reads below the same prefix with the user's key, as a secret", () => {
      expect(inputsOf("DataConnector")).toMatchObject({ label: "prod", path: "models-1/models/sentiment/*", writeable: false });
      const secret = "1b47061264138c4ac30d75fd1eb44270";
      expect(inputsOf("DataConnector").s3).toMatchObject({
        "4dabf18193072939515e22adb298388d": secret,
        value: { region: "eu-west-1", accessKeyId: "model-reader-id", secretAccessKey: "of the key" },
      });
    });
  });

  describeWith("versitygw", "run by the real CLI, with an S3 server for AWS", (server) => {
    let platform: RunningPlatform;
    let s3: S3Server;
    let hand: Hand;
    let environment: Record<string, string>;
    let running: RunningExample;
    const pulumi = (...args: string[]) => running.pulumi(...args);
    beforeAll(async () => {
      [platform, s3] = await Promise.all([startPlatformProcess(), startS3(server, { versions: true })]);
      hand = new Hand(platform, "sentiment");
      environment = { S3_SERVER: server, S3_ENDPOINT: s3.endpoint, S3_ACCESS_KEY: s3.accessKeyId, S3_SECRET_KEY: s3.secretAccessKey };
      const config = { "aws:region": "us-east-1", endpoint: s3.endpoint };
      running = await runExample(example, platform, { plugins: "aws", environment, config });
    });
    afterAll(async () => {
      await platform?.stop();
      await s3?.stop();
    });

    test("one up makes bucket, user, file and connector, and publishes a version that reads its model there", async () => {
      expect(await pulumi("preview")).toContain("+ 11 to create");
      const told = await pulumi("up", "--yes", "--skip-preview");
      const { bucketName, modelUri, version } = await running.outputs();
      expect(version).toBe("0.2.0");
      expect(modelUri).toMatch(
        new RegExp(`^s3\\+prod://${bucketName}/models/sentiment/model-${sha256().slice(0, 12)}\\.txt\\?versionId=\\w+$`),
      );
      expect(told).toContain(`+ MODEL = client.file("${modelUri}").getFile().name`);
      expect(await running.knownWords("0.1.0", "a great film")).toEqual({ words: [], of: 2 });
      expect(await running.knownWords("0.2.0", "a great film")).toEqual({ words: ["great"], of: 4 });
      expect(await pulumi("preview", "--diff")).toContain("11 unchanged");
    });

    test("another model gets another file beside the first, which the version of before still reads", async () => {
      appendFileSync(model, "awful\n");
      const preview = await pulumi("preview", "--diff");
      expect(preview).toMatch(/~ modelUri\s*: "s3\+prod:.*" => \[unknown\]/);
      expect(preview).not.toContain("MODEL_NOT_IN_STORE");
      await pulumi("up", "--yes", "--skip-preview");
      expect(await running.outputs()).toMatchObject({
        version: "0.3.0",
        modelUri: expect.stringContaining(`model-${sha256().slice(0, 12)}.txt`),
      });
      expect(await running.knownWords("0.3.0", "an awful film")).toEqual({ words: ["awful"], of: 5 });
      expect(await running.knownWords("0.2.0", "an awful film")).toEqual({ words: [], of: 4 });
    });

    test("the user's key opens the prefix and nothing else: the store denies the rest, whatever a connector would allow", async () => {
      const { bucketName } = await running.outputs();
      mkdirSync(join(s3.folder, bucketName!, "elsewhere"));
      writeFileSync(join(s3.folder, bucketName!, "elsewhere", "private.txt"), "not for algorithms");
      await createConnector(platform, {
        ...{ protocol: "s3", label: "anywhere", writeable: true, path: "*", settings: { endpoint: s3.endpoint } },
        ...{ cred_type: "iam", cred_data: await keyInState() },
      });
      const anywhere = `/v1/connector/s3+anywhere/${bucketName}`;
      expect((await hand.api("GET", `${anywhere}/models/sentiment/model-${sha256().slice(0, 12)}.txt`)).text).toBe(
        readFileSync(model, "utf8"),
      );
      const denied = { status: 403, body: { error: { code: 9111 } } };
      expect(await hand.api("GET", `${anywhere}/elsewhere/private.txt`)).toMatchObject(denied);
      expect(await hand.api("PUT", `${anywhere}/models/sentiment/new.txt`, "bytes")).toMatchObject(denied);
    });

    test("the secret key is in no text that was printed, and in the state only encrypted", async () => {
      const { secret_access_key: secret } = await keyInState();
      expect(running.printed.join("\n")).toContain("DataConnector models created");
      for (const text of [...running.printed, ...textsBelow(example.stateDir).map(({ text }) => text)]) expect(text).not.toContain(secret);
    });

    test("destroy takes the version's resources away and stops at the bucket, which still has the files", async () => {
      const { bucketName } = await running.outputs();
      const text = await pulumi("destroy", "--yes", "--skip-preview").catch((error: Error) => error.message);
      expect(text).toMatch(/BucketNotEmpty|bucket .* is not empty/i);
      expect(readdirSync(join(s3.folder, bucketName!, "models/sentiment"))).toHaveLength(2);
      expect((await hand.api("GET", "/v1/users/demo/connectors/s3+prod")).status).toBe(404);
    });

    /** What the connector was given, in the API's words. */
    async function keyInState(): Promise<{ access_key_id: string; secret_access_key: string }> {
      // Not through `pulumi`, which keeps what was printed.
      const { text } = await example.pulumi(["stack", "export", "--show-secrets"], environment);
      const { deployment } = JSON.parse(text) as {
        deployment: { resources: { type: string; id: string; outputs: { secret: { plaintext: string } } }[] };
      };
      const { id, outputs } = deployment.resources.find(({ type }) => type.endsWith(":AccessKey"))!;
      return { access_key_id: id, secret_access_key: JSON.parse(outputs.secret.plaintext) as string };
    }
  });
});
