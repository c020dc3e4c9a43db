import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformSync } from "@swc/core";
import { createHashQueue, findWorkerFile, hashInQueue } from "../../../provider/model/hash-queue";

const source = join(__dirname, "../../../provider/model");
let folder: string;
let workerFile: string;

/** The thread's script runs outside jest, so it is compiled here as the build would. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hash-queue-"));
  mkdirSync(join(folder, "built"));
  for (const name of ["hash-worker", "hash-file", "hash-model", "hash-queue", "model-bytes", "file-stamp"]) {
    const { code } = transformSync(readFileSync(join(source, `${name}.ts`), "utf8"), {
      jsc: { target: "es2022", parser: { syntax: "typescript" } },
      module: { type: "commonjs" },
    });
    writeFileSync(join(folder, "built", `${name}.js`), code);
  }
  workerFile = join(folder, "built", "hash-worker.js");
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(content: string): { path: string; sizeBytes: number; sha256: string } {
  const sha256 = createHash("sha256").update(content).digest("hex");
  const path = join(folder, sha256);
  writeFileSync(path, content);
  return { path, sizeBytes: content.length, sha256 };
}

test("many files through two threads give each file its own hash", async () => {
  const queue = createHashQueue({ workerFile, threads: 2, smallBytes: 0 });
  const files = Array.from({ length: 25 }, (_, index) => fileOf(`model ${index} `.repeat(1000 + index)));
  const hashes = await Promise.all(files.map(({ path, sizeBytes }) => queue(path, sizeBytes)));
  expect(hashes).toEqual(files.map(({ sha256, sizeBytes }) => ({ sha256, sizeBytes })));
});

test("a file that vanished fails alone, with its code, and the thread goes on", async () => {
  const queue = createHashQueue({ workerFile, threads: 1, smallBytes: 0 });
  const present = fileOf("still here");
  const [absent, hash] = await Promise.allSettled([queue(join(folder, "absent"), 1), queue(present.path, present.sizeBytes)]);
  expect(absent).toMatchObject({ status: "rejected", reason: { code: "ENOENT" } });
  expect(hash).toMatchObject({ status: "fulfilled", value: { sha256: present.sha256 } });
});

test.each([
  ["throws at its start", "throw new Error('not today')"],
  ["exits when it is asked", "require('node:worker_threads').parentPort.on('message', () => process.exit(3))"],
])("a thread that %s is made up for on the caller's thread", async (_, script) => {
  const broken = join(folder, "broken.js");
  writeFileSync(broken, script);
  const queue = createHashQueue({ workerFile: broken, threads: 1, smallBytes: 0 });
  const files = [fileOf("one"), fileOf("two")];
  const hashes = await Promise.all(files.map(({ path, sizeBytes }) => queue(path, sizeBytes)));
  expect(hashes.map(({ sha256 }) => sha256)).toEqual(files.map(({ sha256 }) => sha256));
});

test("an aborted file is given up and the next one is hashed", async () => {
  const queue = createHashQueue({ workerFile, threads: 1, smallBytes: 0 });
  const abort = new AbortController();
  const file = fileOf("kept");
  const given = queue(fileOf("given up ".repeat(100_000)).path, 1, { signal: abort.signal });
  const kept = queue(file.path, file.sizeBytes);
  abort.abort(new Error("enough"));
  await expect(given).rejects.toThrow("enough");
  expect((await kept).sha256).toBe(file.sha256);
});

test("without the thread's script files are hashed all the same", async () => {
  const file = fileOf("no threads");
  expect(await createHashQueue({})(file.path, 10 ** 9)).toEqual({ sha256: file.sha256, sizeBytes: file.sizeBytes });
});

test("the process's own queue hashes, whether this package is built or not", async () => {
  const file = fileOf("any way");
  expect(findWorkerFile() ?? "hash-worker.js").toMatch(/hash-worker\.js$/);
  expect((await hashInQueue(file.path, 10 ** 9)).sha256).toBe(file.sha256);
});

test("a program that hashed in threads exits by itself", () => {
  const file = fileOf("and out");
  const program = `
    const { createHashQueue } = require("./hash-queue.js");
    const queue = createHashQueue({ workerFile: ${JSON.stringify(workerFile)}, threads: 2, smallBytes: 0 });
    Promise.all([1, 2, 3].map(() => queue(${JSON.stringify(file.path)}, 1))).then(([hash]) => console.log(hash.sha256));`;
  const printed = execFileSync(process.execPath, ["-e", program], { cwd: join(folder, "built"), timeout: 300_000, encoding: "utf8" });
  expect(printed.trim()).toBe(file.sha256);
});
