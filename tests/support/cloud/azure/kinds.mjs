/**
 * What the types of `@pulumi/azure-native` that examples/azure declares become in Azurite. It has one account, which is there already; containers,
 * blobs and signatures are made by Azure's SDK with the published key of that account.
 */
import { createRequire } from "node:module";
import { keptInState, named } from "../named.mjs";

const require = createRequire(import.meta.url);
const azure = require("@azure/storage-blob");

const { AZURE_STORAGE_URI, AZURE_ACCOUNT, AZURE_ACCOUNT_KEY } = process.env;
const credential = new azure.StorageSharedKeyCredential(AZURE_ACCOUNT, AZURE_ACCOUNT_KEY);
const service = new azure.BlobServiceClient(AZURE_STORAGE_URI, credential);

/** Of the package whose plugin this stands for: the engine compares. */
export const version = "3.28.0";

export const kinds = {
  "azure-native:resources:ResourceGroup": { ...nameTold("resourceGroupName"), check: named("resourceGroupName", "") },
  "azure-native:storage:StorageAccount": { ...nameTold("accountName"), check: named("accountName", "") },
  "azure-native:storage:BlobContainer": {
    replacedBy: ["accountName", "containerName"],
    told: ["name"],
    check: named("containerName", ""),
    async create({ containerName }) {
      await service.getContainerClient(containerName).create();
      return { id: containerName, name: containerName };
    },
  },
  "azure-native:storage:Blob": {
    replacedBy: ["accountName", "containerName", "blobName"],
    told: ["name", "url"],
    async create({ containerName, blobName, source, metadata }) {
      const blob = service.getContainerClient(containerName).getBlockBlobClient(blobName);
      await blob.uploadFile(source.path, { metadata });
      return { id: blob.url, name: blobName, url: blob.url };
    },
  },
};

export const functions = {
  /** Without `protocols`: the server on this machine speaks HTTP only. */
  "azure-native:storage:listStorageAccountServiceSAS": async ({ canonicalizedResource, permissions, sharedAccessExpiryTime }) => {
    const containerName = canonicalizedResource.split("/").at(-1);
    const limits = {
      containerName,
      permissions: azure.ContainerSASPermissions.parse(permissions),
      expiresOn: new Date(sharedAccessExpiryTime),
    };
    return { serviceSasToken: azure.generateBlobSASQueryParameters(limits, credential).toString() };
  },
};

/** A resource that the server has nothing for, but a name. */
function nameTold(property) {
  return {
    ...keptInState(property),
    told: ["name"],
    create: async (properties) => ({ id: properties[property], name: properties[property] }),
  };
}
