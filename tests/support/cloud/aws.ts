import { join } from "node:path";
import type { S3Server } from "../storage/s3";

/** Environment and folder of the stand-in for Pulumi's AWS plugin, to be spread into `CloudExample.pulumi`: it makes what is declared in this server. */
export function standInForAws(program: string, { endpoint, accessKeyId, secretAccessKey }: S3Server): [Record<string, string>, string] {
  const server = { S3_SERVER: program, S3_ENDPOINT: endpoint, S3_ACCESS_KEY: accessKeyId, S3_SECRET_KEY: secretAccessKey };
  return [server, join(__dirname, "aws")];
}
