/** A model in an Azure Blob container, rolled out: account, container, signature, file, data connector and version in one program. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import * as resources from "@pulumi/azure-native/resources";
import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";
import { AlgorithmModelVersion, DataConnector } from "pulumi-algorithmia";

const config = new pulumi.Config();
const algorithm = config.get("algorithm") ?? "demo/sentiment";
const file = join(__dirname, config.get("model") ?? "model.txt");

const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
const resourceGroupName = new resources.ResourceGroup("models").name;

/** Encrypted by Azure at rest in any case. */
const account = new storage.StorageAccount("models", {
  resourceGroupName,
  kind: storage.Kind.StorageV2,
  sku: { name: storage.SkuName.Standard_LRS },
  allowBlobPublicAccess: false,
  minimumTlsVersion: storage.MinimumTlsVersion.TLS1_2,
});
const container = new storage.BlobContainer("models", {
  resourceGroupName,
  accountName: account.name,
  publicAccess: storage.PublicAccess.None,
});

/** Another model gets another name; published versions still read the old file, so it stays. */
const model = new storage.Blob(
  "model",
  {
    resourceGroupName,
    accountName: account.name,
    containerName: container.name,
    blobName: `models/sentiment/model-${sha256.slice(0, 12)}${extname(file)}`,
    source: new pulumi.asset.FileAsset(file),
    metadata: { sha256 },
  },
  { retainOnDelete: true },
);

/** Reads and lists this container until `sasExpiry`, a time in UTC such as 2027-01-31. Give a later one before that and run `up`. */
const signature = storage.listStorageAccountServiceSASOutput({
  resourceGroupName,
  accountName: account.name,
  canonicalizedResource: pulumi.interpolate`/blob/${account.name}/${container.name}`,
  resource: storage.SignedResource.C,
  permissions: "rl",
  protocols: storage.HttpProtocol.Https,
  sharedAccessExpiryTime: config.require("sasExpiry"),
}).serviceSasToken;

const connector = new DataConnector("models", {
  label: "prod",
  path: "models/sentiment/*",
  azureblob: {
    storageUri: config.get("endpoint") ?? pulumi.interpolate`https://${account.name}.blob.core.windows.net`,
    containerName: container.name,
    sasToken: signature,
  },
});

const sentiment = new AlgorithmModelVersion("sentiment", {
  algorithm,
  model: { uri: pulumi.interpolate`${connector.uri}${model.name}`, sha256 },
  reference: { kind: "source", file: "src/sentiment.py", anchor: "MODEL" },
});

export const modelUri = sentiment.modelUri;
export const version = sentiment.version;
