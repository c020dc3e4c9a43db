import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { inNode } from "./in-node";
import { temporaryFolder } from "./temporary";

const folder = temporaryFolder();

/** Appends `begin` and `end` to a journal under the lock; what overlaps shows as two begins in a row. */
const journalled = (lock: string, journal: string) => `
  const { withLock } = await load("engine/lock.mjs");
  const { appendFileSync } = await import("node:fs");
  const { setTimeout: after } = await import("node:timers/promises");
  for (let round = 0; round < 3; round++) {
    await withLock(${JSON.stringify(lock)}, async () => {
      appendFileSync(${JSON.stringify(journal)}, "begin\\n");
      await after(5);
      appendFileSync(${JSON.stringify(journal)}, "end\\n");
    });
  }
`;

test("work of several processes under one lock never overlaps, and no lock is left", async () => {
  const [lock, journal] = [join(folder(), "a.lock"), join(folder(), "journal")];
  await Promise.all([1, 2, 3].map(() => inNode(journalled(lock, journal))));
  expect(readFileSync(journal, "utf8")).toBe("begin\nend\n".repeat(9));
  expect(readdirSync(folder())).toEqual(["journal"]);
});

test("the lock of a process that died is taken over", async () => {
  const lock = join(folder(), "a.lock");
  const { pid } = spawnSync(process.execPath, ["--version"]);
  writeFileSync(lock, JSON.stringify({ pid, host: hostname(), id: "x" }));
  expect(await takes(lock)).toEqual({ waited: false });
  expect(existsSync(lock)).toBe(false);
});

test("the lock of a living process is waited for, and the waiting is told with its process id", async () => {
  const lock = join(folder(), "a.lock");
  writeFileSync(lock, JSON.stringify({ pid: process.pid, host: hostname(), id: "x" }));
  expect(await takes(lock)).toEqual({ waited: true, pid: process.pid });
});

test("the lock of another machine is respected while it shows signs of life, and taken over when it shows none", async () => {
  const lock = join(folder(), "a.lock");
  const holder = JSON.stringify({ pid: 1, host: "elsewhere.example", id: "x" });
  writeFileSync(lock, holder);
  expect(await takes(lock)).toEqual({ waited: true, pid: 1 });
  writeFileSync(lock, holder);
  const longAgo = new Date(Date.now() - 3_600_000);
  utimesSync(lock, longAgo, longAgo);
  expect(await takes(lock)).toEqual({ waited: false });
});

test("an error of the work comes through, and the lock is released", async () => {
  const lock = join(folder(), "a.lock");
  const message = await inNode<string>(`
    const { withLock } = await load("engine/lock.mjs");
    return withLock(${JSON.stringify(lock)}, async () => { throw new Error("disk full"); }).catch((error) => error.message);
  `);
  expect(message).toBe("disk full");
  expect(existsSync(lock)).toBe(false);
});

/** Takes the lock; a holder that has to be waited for is removed at the first wait, so that the test ends. */
async function takes(lock: string): Promise<{ waited: boolean; pid?: number }> {
  return inNode(`
    const { withLock } = await load("engine/lock.mjs");
    const { rmSync } = await import("node:fs");
    let seen = { waited: false };
    await withLock(${JSON.stringify(lock)}, async () => {}, { onWait: ({ pid }) => { seen = { waited: true, pid }; rmSync(${JSON.stringify(lock)}, { force: true }); } });
    return seen;
  `);
}
