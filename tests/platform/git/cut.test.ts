import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { Hand } from "../../support/algorithm";
import { startPlatformProcess } from "../../support/platform";
import { eventually } from "../api/support";

/** Processes that serve git for the platform with that data folder. */
function gitProcesses(dataDir: string): number[] {
  return readdirSync("/proc").flatMap((entry) => {
    try {
      const isGit = /http-backend/.test(readFileSync(`/proc/${entry}/cmdline`, "utf8"));
      return isGit && readFileSync(`/proc/${entry}/environ`, "utf8").includes(dataDir) ? [Number(entry)] : [];
    } catch {
      return []; // No process, or it ended while we looked.
    }
  });
}

/** A push of which a few bytes come, and no more. */
function beginPush({ gitUrl, owner, apiKey }: { gitUrl: string; owner: string; apiKey: string }, algorithm: string) {
  const push = request(`${gitUrl}/${algorithm}.git/git-receive-pack`, {
    method: "POST",
    auth: `${owner}:${apiKey}`,
    headers: { "Content-Type": "application/x-git-receive-pack-request", "Content-Length": "1000" },
  });
  push.on("error", () => {});
  push.write("00a0");
  return push;
}

test("a push that is cut half-way leaves no process, nor does a platform that is killed during one", async () => {
  const platform = await startPlatformProcess();
  const hand = new Hand(platform, "cut");
  await hand.create();
  const serving = () => gitProcesses(platform.dataDir).length;

  const cut = beginPush(platform, hand.algorithm);
  await eventually(async () => serving() > 0);
  cut.destroy();
  await eventually(async () => serving() === 0);
  expect(await hand.builds()).toEqual([]);
  expect(await hand.push({ "README.md": "after the cut" })).toMatch(/^[0-9a-f]{40}$/);

  const begun = beginPush(platform, hand.algorithm);
  await eventually(async () => serving() > 0);
  platform.process.kill("SIGKILL");
  await eventually(async () => serving() === 0);
  begun.destroy();
  // What served git may be gone before we are told of the platform's end.
  await eventually(() => platform.process.signalCode !== null);
  expect(platform.process.signalCode).toBe("SIGKILL");
});
