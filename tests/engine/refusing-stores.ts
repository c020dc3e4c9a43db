import { join } from "node:path";
import type { DataConnectorArgs } from "pulumi-algorithmia";
import { filesBelow } from "../support/files-below";
import { startAzure } from "../support/storage/azure";
import { startDropbox } from "../support/storage/dropbox";
import { startGoogle } from "../support/storage/google";
import { startS3 } from "../support/storage/s3";
import { startUnruly } from "../support/storage/unruly";

/** Stores of each kind, with each something wrong until it is mended. */
export interface RefusingStores {
  /** The connector to each, by the label that tells what is wrong. */
  connectors(): Record<string, DataConnectorArgs & { label: string }>;
  /** Names of what lies in any of them. */
  stored(): Promise<string[]>;
  /** What must be found nowhere. */
  secrets: string[];
  /** The next connectors have good credentials, and nothing breaks any more. The clock is another matter. */
  mend(): void;
  stop(): Promise<void>;
}

const hourMs = 3_600_000;

/**
 * Starts them. A signature that has expired and a token that nobody knows are refused by the servers themselves, and so is a request
 * that is late. A proxy is what throttles, breaks connections, and keeps from `late` what time it is: the library would set its clock.
 *
 * @param google the server's file; without it there is no `busy`
 */
export async function startRefusingStores(versitygw: string, google: string | undefined): Promise<RefusingStores> {
  const [s3, azure, dropbox] = await Promise.all([startS3(versitygw), startAzure(), startDropbox()]);
  const gs = google === undefined ? undefined : await startGoogle(google);
  const [timeless, cutting, throttling] = await Promise.all([startUnruly(s3.port), startUnruly(s3.port), startUnruly(gs?.port ?? 0)]);
  timeless.add({ timeless: true });
  cutting.add({ method: "PUT", cutRequestAfterBytes: 100_000 });
  const slowDown = { code: 429, message: "Slow down.", errors: [{ reason: "rateLimitExceeded", message: "Slow down." }] };
  throttling.add({ answer: { status: 429, body: JSON.stringify({ error: slowDown }), headers: { "content-type": "application/json" } } });

  const [expired, good] = [-1 / 60, 6].map((hours) => azure.sign({ expiresAt: new Date(Date.now() + hours * hourMs) })) as [string, string];
  const unknown = "sl.this-token-is-nobodys";
  const robot = { type: "service_account", client_email: "robot@test.iam.gserviceaccount.com", private_key: "unused by an emulator" };
  let isMended = false;
  return {
    connectors() {
      const { accessKeyId, secretAccessKey } = s3;
      const azureblob = { storageUri: azure.storageUri, containerName: "models", sasToken: isMended ? good : expired };
      const gsAccess = { endpoint: throttling.url, credentials: JSON.stringify(robot) };
      const connectors = {
        expired: { azureblob },
        late: { s3: { endpoint: timeless.url, accessKeyId, secretAccessKey } },
        cut: { s3: { endpoint: cutting.url, accessKeyId, secretAccessKey } },
        wrong: { dropbox: { endpoint: dropbox.endpoint, accessToken: isMended ? dropbox.accessToken : unknown } },
        ...(gs && { busy: { gs: gsAccess } }),
      };
      return Object.fromEntries(Object.entries(connectors).map(([label, access]) => [label, { label, writeable: true, ...access }]));
    },
    async stored() {
      const blobs: string[] = [];
      for await (const { name } of azure.container.listBlobsFlat()) blobs.push(name);
      const objects = filesBelow(join(s3.folder, "models")).filter((path) => !path.startsWith(".sgwtmp"));
      return [...blobs, ...objects, ...dropbox.stored(), ...((await gs?.stored()) ?? [])].sort();
    },
    secrets: [s3.secretAccessKey, dropbox.accessToken, unknown, ...[expired, good].map((sas) => new URLSearchParams(sas).get("sig")!)],
    mend() {
      isMended = true;
      for (const proxy of [timeless, cutting, throttling]) proxy.clear();
    },
    async stop() {
      for (const server of [timeless, cutting, throttling, s3, azure, dropbox, gs]) await server?.stop();
    },
  };
}
