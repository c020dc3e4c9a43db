import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CloudExample, describeWithPackage } from "../support/cloud/example";
import { rollOutTwice, runExample } from "../support/cloud/run-example";
import { startPlatformProcess } from "../support/platform";
import { startAzure } from "../support/storage/azure";

describeWithPackage("@pulumi/azure-native", "azure", (open) => {
  let example: CloudExample;
  beforeAll(() => {
    example = open();
  });
  afterAll(() => example?.close());

  test("the program compiles against the real types of @pulumi/azure-native, which know its inputs", async () => {
    const misspelt =
      '// @ts-expect-error\nnew Blob("b", { accountName: "a", containerName: "c", resourceGroupName: "r", blobNam: "b" });\n';
    expect(await example.typeProblems(`import { Blob } from "@pulumi/azure-native/storage";\n${misspelt}`)).toBe("");
  });

  test("under Pulumi's mocks: a closed container, a file named by its content, a signature that only reads, and the version on it", async () => {
    const sha256 = createHash("sha256")
      .update(readFileSync(join(example.folder, "model.txt")))
      .digest("hex");
    const outputs = `({ type, name, inputs }) => type.includes("listStorageAccountServiceSAS")
      ? { serviceSasToken: JSON.stringify(inputs) }
      : { name: inputs.blobName ?? name + "1", uri: "azureblob+prod://", version: "1.0.0", modelUri: "azureblob+prod://" }`;
    const declared = await example.declared({ "azure:sasExpiry": "2027-01-31" }, outputs);
    const inputsOf = (type: string) => declared.find((each) => each.type.endsWith(`:${type}`))!.inputs;
    const key = `models/sentiment/model-${sha256.slice(0, 12)}.txt`;
    expect(inputsOf("StorageAccount")).toMatchObject({ allowBlobPublicAccess: false, minimumTlsVersion: "TLS1_2" });
    expect(inputsOf("BlobContainer")).toMatchObject({ accountName: "models1", publicAccess: "None" });
    expect(inputsOf("Blob")).toMatchObject({ containerName: "models1", blobName: key, metadata: { sha256 } });
    const connector = inputsOf("DataConnector") as { path: string; azureblob: { value: Record<string, string> } };
    expect(connector).toMatchObject({ label: "prod", path: "models/sentiment/*" });
    expect(connector.azureblob.value).toMatchObject({ storageUri: "https://models1.blob.core.windows.net", containerName: "models1" });
    expect(JSON.parse(connector.azureblob.value.sasToken!)).toMatchObject({
      canonicalizedResource: "/blob/models1/models1",
      permissions: "rl",
      resource: "c",
      protocols: "https",
      sharedAccessExpiryTime: "2027-01-31",
    });
    expect(inputsOf("AlgorithmModelVersion")).toMatchObject({
      modelSha256: sha256,
      __run: { found: { uri: `azureblob+prod://${key}` } },
    });
  });

  test("run by the real CLI: one up publishes a version that reads its model in Azurite; another model is another file; a later signature goes to the connector in place", async () => {
    const [platform, azure] = await Promise.all([startPlatformProcess(), startAzure()]);
    try {
      const { storageUri, account, accountKey } = azure;
      const environment = { AZURE_STORAGE_URI: storageUri, AZURE_ACCOUNT: account, AZURE_ACCOUNT_KEY: accountKey };
      const sasExpiry = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
      const running = await runExample(example, platform, { plugins: "azure", environment, config: { endpoint: storageUri, sasExpiry } });
      await rollOutTwice(example, running, { resources: 7, uri: /^azureblob\+prod:\/\/models\/sentiment\/model-\w{12}\.txt/ });
      const later = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
      await running.pulumi("config", "set", "sasExpiry", later);
      expect(await running.pulumi("up", "--yes", "--skip-preview")).toMatch(/DataConnector models updated[\s\S]*6 unchanged/);
    } finally {
      await platform.stop();
      await azure.stop();
    }
  });
});
