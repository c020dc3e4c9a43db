import { createConnector } from "../../platform/connectors/connector";
import type { RunningPlatform } from "../platform";
import { startAzure } from "./azure";
import { startDropbox } from "./dropbox";
import { startGoogle } from "./google";
import { startS3 } from "./s3";

/** A kind of storage behind a data connector, on a real server. */
export interface ConnectedStorage {
  protocol: "s3" | "azureblob" | "gs" | "dropbox";
  /** The server that set-up has to build; none where npm brings it, or where it is our own. */
  needs?: string;
  /** A folder in it, through a connector of the label `lab`. */
  folder: string;
  /** Does it keep the sha256 of an upload? */
  keepsSha256: boolean;
  /** Starts a server and creates the connector `lab` to it. */
  start(platform: RunningPlatform, file: string): Promise<{ stop(): Promise<void> }>;
}

/** Each kind of storage that the platform has connectors to. */
export const connectedStorages: readonly ConnectedStorage[] = [
  {
    protocol: "s3",
    needs: "versitygw",
    folder: "s3+lab://models/prod",
    keepsSha256: true,
    async start(platform, file) {
      const server = await startS3(file);
      await connectS3(platform, "lab", server);
      return server;
    },
  },
  {
    protocol: "azureblob",
    folder: "azureblob+lab://prod",
    keepsSha256: true,
    async start(platform) {
      const server = await startAzure();
      const cred_data = { storage_uri: server.storageUri, container_name: "models", sas_token: server.sign() };
      await createConnector(platform, { protocol: "azureblob", label: "lab", writeable: true, cred_type: "sas", cred_data });
      return server;
    },
  },
  {
    protocol: "gs",
    needs: "fake-gcs-server",
    folder: "gs+lab://models/prod",
    keepsSha256: true,
    async start(platform, file) {
      const server = await startGoogle(file);
      const cred_data = { email: "robot@test.iam.gserviceaccount.com", private_key: "unused by an emulator" };
      const settings = { endpoint: server.endpoint };
      await createConnector(platform, { protocol: "gs", label: "lab", writeable: true, cred_type: "serviceaccount", cred_data, settings });
      return server;
    },
  },
  {
    protocol: "dropbox",
    folder: "dropbox+lab://prod",
    keepsSha256: false,
    async start(platform) {
      const server = await startDropbox();
      const cred_data = { access_token: server.accessToken };
      const settings = { endpoint: server.endpoint };
      await createConnector(platform, { protocol: "dropbox", label: "lab", writeable: true, cred_type: "oauth", cred_data, settings });
      return server;
    },
  },
];

interface S3Access {
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** A connector to an S3 server; `more` differs from one that may write everywhere. */
export function connectS3(
  platform: RunningPlatform,
  label: string,
  { endpoint, accessKeyId, secretAccessKey }: S3Access,
  more: Record<string, unknown> = {},
) {
  const cred_data = { access_key_id: accessKeyId, secret_access_key: secretAccessKey };
  return createConnector(platform, {
    protocol: "s3",
    label,
    writeable: true,
    cred_type: "iam",
    cred_data,
    settings: { endpoint },
    ...more,
  });
}
