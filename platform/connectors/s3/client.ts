import type * as Sdk from "@aws-sdk/client-s3";
import { storeAgents } from "../connections";

/** Where an S3 store is and as whom it is asked. */
export interface S3Access {
  /** Default: Amazon's own, of the region. */
  endpoint?: string;
  /** Default `us-east-1`; of a bucket elsewhere Amazon tells the region, and the SDK follows. */
  region?: string;
  /** Names the bucket in the path, not in the host. Default: with an endpoint of one's own. */
  forcePathStyle?: boolean;
  /** Without keys the SDK looks around the platform's process: environment, shared configuration, role of the machine. */
  keys?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

const connectSeconds = 5;
/** Nothing moved on the connection for so long. */
const idleSeconds = 60;
const attempts = 3;
/** The SDK's own default. */
const maxSockets = 50;

/** Opens a client. The SDK is loaded here, at the first use of a connector of this kind. */
export function clientFor({ endpoint, region = "us-east-1", forcePathStyle, keys }: S3Access): { client: Sdk.S3Client; sdk: typeof Sdk } {
  // This platform supports Node 20 as long as it does; the SDK's notice would stand among the lines of its log.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const sdk = require("@aws-sdk/client-s3") as typeof Sdk;
  const client = new sdk.S3Client({
    region,
    forcePathStyle: forcePathStyle ?? endpoint !== undefined,
    followRegionRedirects: true,
    maxAttempts: attempts,
    requestHandler: {
      ...storeAgents({ keepAlive: true, maxSockets }),
      connectionTimeout: connectSeconds * 1000,
      socketTimeout: idleSeconds * 1000,
    },
    // Its remarks would stand among the lines of the platform's log.
    logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
    ...(endpoint && { endpoint }),
    ...(keys && { credentials: keys }),
  });
  return { client, sdk };
}
