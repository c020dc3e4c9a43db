import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAlgorithm } from "./algorithm.mjs";
import { connectTo } from "./connect.mjs";
import { compare, median, percentile, round, seconds } from "./measure.mjs";
import { gibibyte, withModelFile } from "./model-file.mjs";
import { measureBuilds } from "./parts/builds.mjs";
import { runSender } from "./run-sender.mjs";
import { startPlatform } from "./start-platform.mjs";
import { sustainedCalls } from "./sustained.mjs";

const listed = 100_000;
const algorithms = 1000;

/** The platform as a place to run: large and small files, listings, calls, and a start on a full folder. */
export async function run({ tell }) {
  const dataDir = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    let platform = await startPlatform("--data", dataDir);
    const lines = [];
    try {
      const client = connectTo(platform);
      await client.collection("bench");
      lines.push(...(await largeFiles(platform, tell)), ...(await smallRequests(client, tell)));
      lines.push(await calls(platform, client, tell), ...(await measureBuilds(client, tell)));
      for (let index = 0; index < algorithms; index++) await client.algorithm(`a${index}`);
    } finally {
      await platform.stop();
    }
    const start = await seconds(async () => {
      platform = await startPlatform("--data", dataDir);
    });
    await platform.stop();
    lines.push(...(await sustainedCalls(60, tell)));
    const milliseconds = Math.round(start * 1000);
    lines.push(line(`ready on a folder with ${algorithms} algorithms after`, milliseconds, " ms", "≤ 1000 ms", milliseconds <= 1000));
    return lines;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const line = (what, value, unit, target, holds, reference) => ({ what, value, unit, target, holds, reference });

async function largeFiles(platform, tell) {
  const environment = { ...process.env, ALGORITHMIA_API: platform.url, ALGORITHMIA_API_KEY: platform.apiKey };
  const send = async (name, ...args) => (await runSender(name, args, environment)).seconds;
  return await withModelFile(gibibyte, async (path, folder) => {
    const written = [];
    const put = async () => {
      written.push(await send("bare", path, `data://${platform.owner}/bench/large.bin`));
      return written.at(-1);
    };
    const write = async () => {
      const copy = join(folder, "copy.bin");
      const time = await send("write", path, copy);
      rmSync(copy);
      return time;
    };
    const { ratio, ratios } = await compare(5, write, put);
    tell(`1 GiB read, hashed and written here / PUT: ${ratios.join(" ")}`);
    const megabytes = Math.round(gibibyte / 1e6 / median(written));
    const putHolds = megabytes >= 500 || ratio >= 0.8;
    const read = [];
    for (let left = 5; left > 0; left--) read.push(await send("get", `${platform.url}/v1/data/${platform.owner}/bench/large.bin`));
    const gigabytes = round(gibibyte / 1e9 / median(read));
    const peak = Math.round(platform.peakMebibytes());
    return [
      line(
        "PUT of 1 GiB, speed",
        ratio,
        "×",
        `≥ 0.8 or 500 MB/s (it was ${megabytes} MB/s)`,
        putHolds,
        "reading, hashing and writing it here",
      ),
      line("GET of 1 GiB from the page cache", gigabytes, " GB/s", "≥ 1 GB/s", gigabytes >= 1),
      line("peak memory of the platform after both", peak, " MiB", "≤ 200 MiB", peak <= 200),
    ];
  });
}

async function smallRequests(client, tell) {
  const put = [];
  const head = [];
  for (let index = 0; index < 500; index++) {
    put.push(await seconds(() => client.ask("PUT", `/v1/data/${client.owner}/bench/small${index}.txt`, "a few bytes")));
    head.push(await seconds(() => client.ask("HEAD", `/v1/data/${client.owner}/bench/small${index}.txt`)));
  }
  await client.collection("many");
  let next = 0;
  const fill = async () => {
    while (next < listed) await client.ask("PUT", `/v1/data/${client.owner}/many/file${String(next++).padStart(6, "0")}`, "x");
  };
  await Promise.all(Array.from({ length: 32 }, fill));
  const list = [];
  let marker = "";
  for (let page = 0; page < 50; page++) {
    const path = `/v1/data/${client.owner}/many${marker && `?marker=${encodeURIComponent(marker)}`}`;
    let body;
    list.push(
      await seconds(async () => {
        body = JSON.parse(await client.ask("GET", path));
      }),
    );
    if (body.files.length !== 1000) throw new Error(`a page of ${body.files.length} files`);
    marker = body.marker;
  }
  const inMs = (values) => round(median(values) * 1000);
  tell(`99th percentile in ms: PUT ${round(percentile(put, 0.99) * 1000)}, HEAD ${round(percentile(head, 0.99) * 1000)}`);
  return [
    line("small PUT, median", inMs(put), " ms", "≤ 1.5 ms", inMs(put) <= 1.5),
    line("HEAD, median", inMs(head), " ms", "≤ 1.5 ms", inMs(head) <= 1.5),
    line(`listing 1,000 of ${listed} files, median`, inMs(list), " ms", "≤ 30 ms", inMs(list) <= 30),
  ];
}

/** 200 calls a second, whether the ones before are answered or not; what is beside the algorithm's own time counts. */
async function calls(platform, client, tell) {
  const name = await createAlgorithm(platform, "called");
  await client.ask("POST", `/v1/algorithms/${name}/compile`, "{}");
  const published = JSON.parse(await client.ask("POST", `/v1/algorithms/${name}/versions`, "{}"));
  const path = `/v1/algo/${name}/${published.version_info.semantic_version}`;
  const overheads = [];
  const call = async () => {
    let answer;
    const took = await seconds(async () => {
      answer = JSON.parse(await client.ask("POST", path, '"x"'));
    });
    if (answer.error) throw new Error(answer.error.message);
    overheads.push((took - answer.metadata.duration) * 1000);
  };
  await Promise.all(Array.from({ length: 8 }, call)); // warm-up: the instances start
  overheads.length = 0;
  const begun = [];
  const startMs = Date.now();
  await new Promise((done) => {
    const timer = setInterval(() => {
      while (begun.length < Math.min(2000, ((Date.now() - startMs) / 1000) * 200)) begun.push(call());
      if (begun.length === 2000) {
        clearInterval(timer);
        done();
      }
    }, 1);
  });
  await Promise.all(begun);
  tell(`overhead of calls in ms: median ${round(median(overheads))}, 99th percentile ${round(percentile(overheads, 0.99))}`);
  const worst = round(percentile(overheads, 0.99));
  return line("overhead of a call at 200 calls/s, 99th percentile", worst, " ms", "≤ 15 ms", worst <= 15);
}
