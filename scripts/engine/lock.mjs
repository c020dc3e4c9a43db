import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { isAlive } from "../lib/alive.mjs";
import { onInterrupt } from "../lib/interrupt.mjs";

const heartbeatSeconds = 10;
const staleSeconds = 60;

/**
 * Runs `work` while no other process, of this clone or another, does so with the same lock file. Waits for a living holder
 * (`onWait(holder)` is called about twice a second meanwhile); takes over from one that died.
 */
export async function withLock(file, work, { onWait = () => {} } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() });
  while (!acquire(file, mine)) {
    const holder = read(file);
    if (holder && isStale(file, holder)) takeAway(file, holder);
    else if (holder) {
      onWait(JSON.parse(holder));
      await after(500);
    }
  }
  // For a holder on another machine that shares the folder, a recent time on the file is the only sign of life.
  const heartbeat = setInterval(() => utimesSync(file, new Date(), new Date()), heartbeatSeconds * 1000);
  heartbeat.unref();
  const release = () => {
    clearInterval(heartbeat);
    if (read(file) === mine) rmSync(file, { force: true });
  };
  const forget = onInterrupt(release);
  try {
    return await work();
  } finally {
    forget();
    release();
  }
}

/** Creates the lock with its content in one step: a link, so that nobody ever reads it half-written. */
function acquire(file, content) {
  const beside = `${file}.${process.pid}.${randomUUID()}`;
  writeFileSync(beside, content);
  try {
    linkSync(beside, file);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}

function isStale(file, content) {
  const holder = parse(content);
  if (!holder) return true;
  if (holder.host === hostname()) return !isAlive(holder.pid);
  try {
    return Date.now() - statSync(file).mtimeMs > staleSeconds * 1000;
  } catch {
    return false;
  }
}

/** Removes exactly the lock that was judged stale: if another process replaced it meanwhile, that one is put back. */
function takeAway(file, judged) {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  try {
    if (read(aside) !== judged) linkSync(aside, file);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function parse(content) {
  try {
    const holder = JSON.parse(content);
    return Number.isInteger(holder.pid) && typeof holder.host === "string" ? holder : undefined;
  } catch {
    return undefined;
  }
}
