import { once } from "node:events";
import { createReadStream, statSync } from "node:fs";
import { createRequire } from "node:module";

// What the SDK does with a file and its own defaults, or to download: the connector's reference.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
const fromPlatform = createRequire(new URL("../../platform/package.json", import.meta.url));
const { S3Client, GetObjectCommand } = fromPlatform("@aws-sdk/client-s3");
const { Upload } = fromPlatform("@aws-sdk/lib-storage");

const [, , direction, key, path] = process.argv;
const client = new S3Client({ endpoint: process.env.S3_ENDPOINT, region: "us-east-1", forcePathStyle: true });
const start = process.hrtime.bigint();
if (direction === "put") {
  const Body = createReadStream(path, { highWaterMark: 1024 * 1024 });
  await new Upload({ client, params: { Bucket: "models", Key: key, Body, ContentLength: statSync(path).size } }).done();
} else {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: "models", Key: key }));
  // As the client of the platform does, see get.mjs.
  let bytes = 0;
  Body.on("data", (chunk) => {
    bytes += chunk.length;
  });
  await once(Body, "end");
  if (bytes === 0) throw new Error("nothing came");
}
console.log(
  JSON.stringify({ seconds: Number(process.hrtime.bigint() - start) / 1e9, peakMebibytes: process.resourceUsage().maxRSS / 1024 }),
);
client.destroy();
