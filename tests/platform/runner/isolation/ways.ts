import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { type Confinement, createConfinement } from "../../../../platform/runner";
import { someUser } from "../../../../platform/runner/isolation/numbers";
import { createOwnUsers } from "../../../../platform/runner/isolation/own-users";
import { noOwnUsers } from "../../../../platform/runner/isolation/users";
import { pythonFolder } from "../../../../platform/runner/language-folders";
import { createLimiter } from "../../../../platform/runner/limits";
import { bwrapFails } from "./works-here";

/** A way to keep instances apart. */
export interface Way {
  name: string;
  /** Why it cannot be tried on this machine; undefined when it works. */
  fails: string | undefined;
  /** PATH under which it can be tried. */
  path: string | undefined;
  /** `hidden` is the platform's data. */
  confine(hidden: string): Promise<Confinement>;
}

const systemPath = [...new Set(["/usr/bin", "/bin", dirname(process.execPath)])].join(":");

/** Every way there is. */
export const ways: Way[] = [
  {
    name: "bwrap",
    fails: bwrapFails,
    path: process.env.PATH,
    confine: (hidden) => createConfinement({ isolation: "bwrap", hidden: [hidden] }),
  },
  {
    name: "users with views of their own",
    fails: noOwnUsers() ?? failureOf("unshare", ["--mount", "--ipc", "mount", "-t", "tmpfs", "tmpfs", "/tmp"]),
    path: process.env.PATH,
    confine: (hidden) => users(hidden, true),
  },
  {
    name: "users without views of their own, as in a container that may not mount",
    fails:
      noOwnUsers() ?? failureOf(process.execPath, ["-e", `require("fs").readdirSync("${pythonFolder}")`], someUser) ?? noSystemPython(),
    path: systemPath,
    confine: (hidden) => users(hidden, false),
  },
];

async function users(hidden: string, withViews: boolean): Promise<Confinement> {
  const isolation = await createOwnUsers([hidden], [], { withViews });
  if (typeof isolation === "string") throw new Error(isolation);
  return { isolation, limiter: await createLimiter() };
}

function noSystemPython(): string | undefined {
  return failureOf("/usr/bin/python3", ["-c", "import sys, venv; assert sys.version_info >= (3, 10)"], someUser);
}

function failureOf(command: string, args: string[], user = 0): string | undefined {
  const { status, error, stderr } = spawnSync(command, args, { uid: user, gid: user, cwd: "/", encoding: "utf8" });
  return status === 0 ? undefined : `${command} fails: ${error?.message ?? stderr.trim().split("\n").at(-1)}`;
}
