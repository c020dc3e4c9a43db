import { createReadStream, statSync } from "node:fs";
import { request } from "node:http";
import { pipeline } from "node:stream/promises";

const [, , path, uri] = process.argv;
const url = `${process.env.ALGORITHMIA_API}/v1/data/${uri.slice("data://".length)}`;
const start = process.hrtime.bigint();
const sending = request(url, {
  method: "PUT",
  headers: { Authorization: process.env.ALGORITHMIA_API_KEY, "Content-Length": statSync(path).size },
});
const answered = new Promise((resolve, reject) => {
  sending.once("response", (answer) => answer.resume().once("end", () => resolve(answer.statusCode)));
  sending.once("error", reject);
});
await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), sending);
if ((await answered) !== 200) throw new Error(`answered ${await answered}`);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
console.log(JSON.stringify({ seconds, peakMebibytes: process.resourceUsage().maxRSS / 1024 }));
