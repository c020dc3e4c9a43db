import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  AccountSASPermissions,
  AccountSASResourceTypes,
  AccountSASServices,
  ContainerClient,
  ContainerSASPermissions,
  generateAccountSASQueryParameters,
  generateBlobSASQueryParameters,
  StorageSharedKeyCredential,
} from "@azure/storage-blob";
import { startServer } from "./server";

/** An Azure Blob server of one's own, with one container `models`. */
export interface AzureServer {
  storageUri: string;
  account: string;
  accountKey: string;
  port: number;
  container: ContainerClient;
  /** A signature for the container: by default for everything, for an hour. */
  sign(options?: { permissions?: string; expiresAt?: Date }): string;
  /** A signature for every container, for an hour. */
  signForAll(): string;
  stop(): Promise<void>;
}

/** The account that Azurite comes with, and its published key. */
const account = "devstoreaccount1";
const accountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
const azurite = join(dirname(require.resolve("azurite/package.json")), "dist", "src", "blob", "main.js");

/** Starts Azurite, which checks signatures, in a temporary folder. */
export async function startAzure(): Promise<AzureServer> {
  const folder = mkdtempSync(join(tmpdir(), "azure-"));
  const server = await startServer(process.execPath, (port) => [
    azurite,
    ...[
      "--blobPort",
      String(port),
      "--blobHost",
      "127.0.0.1",
      "--location",
      folder,
      "--skipApiVersionCheck",
      "--silent",
      "--disableTelemetry",
    ],
  ]);
  const storageUri = `http://127.0.0.1:${server.port}/${account}`;
  const credential = new StorageSharedKeyCredential(account, accountKey);
  const container = new ContainerClient(`${storageUri}/models`, credential);
  await container.create();
  const sign: AzureServer["sign"] = ({ permissions = "racwdl", expiresAt = new Date(Date.now() + 3_600_000) } = {}) =>
    generateBlobSASQueryParameters(
      { containerName: "models", permissions: ContainerSASPermissions.parse(permissions), expiresOn: expiresAt },
      credential,
    ).toString();
  const signForAll = () =>
    generateAccountSASQueryParameters(
      {
        permissions: AccountSASPermissions.parse("rwdlac"),
        services: AccountSASServices.parse("b").toString(),
        resourceTypes: AccountSASResourceTypes.parse("sco").toString(),
        expiresOn: new Date(Date.now() + 3_600_000),
      },
      credential,
    ).toString();
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { storageUri, account, accountKey, port: server.port, container, sign, signForAll, stop };
}
