import { once } from "node:events";
import { request } from "node:http";

const [, , url] = process.argv;
const start = process.hrtime.bigint();
const asking = request(url, { headers: { Authorization: process.env.ALGORITHMIA_API_KEY } }).end();
const [answer] = await once(asking, "response");
if (answer.statusCode !== 200) throw new Error(`answered ${answer.statusCode}`);
let bytes = 0;
answer.on("data", (chunk) => {
  bytes += chunk.length;
});
await once(answer, "end");
console.log(JSON.stringify({ seconds: Number(process.hrtime.bigint() - start) / 1e9, bytes }));
