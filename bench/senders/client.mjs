import { createReadStream, statSync } from "node:fs";
import { createRequire } from "node:module";

const { connect, resolveConnection } = createRequire(import.meta.url)("../../provider/dist/client/index.js");

const [, , path, uri] = process.argv;
const platform = connect(resolveConnection({}));
const sizeBytes = statSync(path).size;
const start = process.hrtime.bigint();
await platform.data.upload(uri, async () => createReadStream(path, { highWaterMark: 1024 * 1024 }), { sizeBytes, timeoutSeconds: 600 });
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
platform.close();
console.log(JSON.stringify({ seconds, peakMebibytes: process.resourceUsage().maxRSS / 1024 }));
