import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
