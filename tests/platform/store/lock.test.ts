import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DataFolderInUse, takeLock } from "../../../platform/store/lock";
import { temporaryFolder } from "../api/support";

const folder = temporaryFolder();
let number = 0;
const nextFile = () => join(folder, `lock-${++number}`);

test("a folder that a living process holds is refused, and named with that process", () => {
  const file = nextFile();
  const release = takeLock(file);
  expect(() => takeLock(file)).toThrow(DataFolderInUse);
  expect(() => takeLock(file)).toThrow(String(process.pid));
  release();
});

test("a released folder can be taken again and nothing is left behind", () => {
  const file = nextFile();
  takeLock(file)();
  takeLock(file)();
  expect(existsSync(file)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

test("the lock of a dead process is taken over", () => {
  const file = nextFile();
  const dead = spawnSync(process.execPath, ["-e", ""]).pid;
  writeFileSync(file, JSON.stringify({ pid: dead, token: "x" }));
  const release = takeLock(file);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid });
  release();
});

test("a lock whose process number was given to another process is taken over", () => {
  const file = nextFile();
  writeFileSync(file, JSON.stringify({ pid: process.pid, processStart: "1", token: "x" }));
  if (existsSync("/proc/self/stat")) takeLock(file)();
});

test("a lock that is no lock is taken over", () => {
  const file = nextFile();
  writeFileSync(file, "not a lock");
  takeLock(file)();
});

test("of many that find a dead process's lock at once, one gets the folder; the remains of one that died in the midst are no obstacle", async () => {
  const file = nextFile();
  const dead = spawnSync(process.execPath, ["-e", ""]).pid;
  const stale = JSON.stringify({ pid: dead, token: "x" });
  // Each waits for the others, then takes it and keeps it until all have tried.
  const program = `
    const { takeLock } = require(process.argv[1]);
    process.on("message", () => {
      try { takeLock(process.argv[2]); process.send("taken"); } catch (error) { process.send(error.message); }
    });
    process.send("ready");
  `;
  const lock = resolve(__dirname, "../../../platform/dist/store/lock.js");
  const rivals = Array.from({ length: 8 }, () =>
    spawn(process.execPath, ["-e", program, lock, file], { stdio: ["ignore", "inherit", "inherit", "ipc"] }),
  );
  const told = () => Promise.all(rivals.map(async (rival) => (await once(rival, "message"))[0] as string));
  try {
    await told();
    writeFileSync(file, stale);
    writeFileSync(`${file}.${createHash("sha256").update(stale).digest("hex").slice(0, 16)}`, stale);
    const answers = told();
    for (const rival of rivals) rival.send("go");
    const seen = await answers;
    expect(seen.filter((answer) => answer === "taken")).toHaveLength(1);
    expect(seen.filter((answer) => /in use by the platform with process id/.test(answer))).toHaveLength(7);
  } finally {
    const ends = rivals.map((rival) => once(rival, "exit"));
    for (const rival of rivals) rival.kill("SIGKILL");
    await Promise.all(ends);
  }
  takeLock(file)();
});
