import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { round, seconds } from "./measure.mjs";
import { stackOf } from "./stacks.mjs";

const require = createRequire(import.meta.url);
const models = 100;
const modelBytes = 200e6;
/** Files that changed less long ago are hashed again, see provider/model/stat-cache.ts. */
const settledMs = 2_500;

/**
 * How much a second preview reads of a hundred big models. Linux counts the bytes that a process and its ended children asked for
 * (`rchar`): the program, the engine and the provider, whatever they read by. The same preview of as many tiny files tells what
 * they read besides models. The files are sparse: no disk is needed for what is read or not.
 */
export async function run({ pulumi, tell }) {
  process.env.PATH = [dirname(pulumi), process.env.PATH].join(delimiter);
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  process.env.XDG_CACHE_HOME = join(folder, "cache");
  try {
    const big = await stackOf(folder, "big", nowhere, programOf(join(folder, "big-models"), modelBytes));
    const tiny = await stackOf(folder, "tiny", nowhere, programOf(join(folder, "tiny-models"), 200));
    await delay(settledMs);
    const first = await preview(big);
    tell(`first preview of ${models} models of 200 MB: ${megabytes(first.bytes)} MB read in ${round(first.seconds)} s`);
    await preview(tiny);
    const second = await preview(big);
    const besides = await preview(tiny);
    tell(
      `second: ${megabytes(second.bytes)} MB in ${round(second.seconds)} s; of tiny ones: ${megabytes(besides.bytes)} MB in ${round(besides.seconds)} s`,
    );
    const value = Math.max(megabytes(second.bytes - besides.bytes), 0);
    return [
      {
        what: `read by the second preview of ${models} models of 200 MB`,
        value,
        unit: " MB more",
        reference: `a preview of ${models} files of 200 bytes; the first read ${megabytes(first.bytes)} MB`,
        target: "≤ 1 MB",
        holds: value <= 1,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A preview asks no platform. */
const nowhere = { url: "http://127.0.0.1:9", apiKey: "none" };

function programOf(folder, sizeBytes) {
  const { AlgorithmModelVersion } = require("pulumi-algorithmia");
  const files = Array.from({ length: models }, (_, index) => join(folder, `model-${index}.bin`));
  mkdirSync(folder);
  for (const file of files) {
    writeFileSync(file, file); // no two alike
    truncateSync(file, sizeBytes);
  }
  return async () => {
    for (const [index, model] of files.entries()) new AlgorithmModelVersion(`m${index}`, { algorithm: `acme/m${index}`, model });
  };
}

async function preview(stack) {
  const before = readSoFar();
  const took = await seconds(() => stack.preview());
  return { bytes: readSoFar() - before, seconds: took };
}

/** Bytes asked for by this process and by those of its children that have ended. */
function readSoFar() {
  return Number(/^rchar: (\d+)$/m.exec(readFileSync("/proc/self/io", "utf8"))?.[1]);
}

const megabytes = (bytes) => round(bytes / 1e6);
