import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

/** What a disk takes of a program that reads a file, hashes it and writes it, until the bytes are on the disk. */
const [, , from, to] = process.argv;
const start = process.hrtime.bigint();
const hash = createHash("md5");
const reading = createReadStream(from, { highWaterMark: 1024 * 1024 });
reading.on("data", (chunk) => hash.update(chunk));
await pipeline(reading, createWriteStream(to, { highWaterMark: 2 * 1024 * 1024 }));
const file = await open(to);
await file.sync();
await file.close();
hash.digest("hex");
console.log(JSON.stringify({ seconds: Number(process.hrtime.bigint() - start) / 1e9 }));
