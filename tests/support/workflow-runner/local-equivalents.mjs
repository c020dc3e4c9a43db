import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { run } from "./step.mjs";

const nothing = async () => ({ code: 0, output: "" });

/** What stands here for each action that the workflows use. All other steps run as they are written. */
export const localEquivalents = {
  "actions/checkout@v4": checkout,
  "actions/setup-node@v4": nothing, // The Node.js that runs the tests.
  "pulumi/actions@v6": onPath("pulumi"), // Without a command it only installs the CLI: the test has put one on PATH.
};

/** And for each command that would ask a package registry. */
export const localCommands = {
  // The packages of this repository's own clone. That the packed ones install elsewhere is tested in tests/packages.
  "npm ci": async ({ files, request }) => {
    symlinkSync(request.modules, join(files.workspace, "node_modules"));
    return { code: 0, output: "" };
  },
};

/** Clones the test's bare repository, and checks out what GitHub would: `ref`, or else the commit of the event. */
async function checkout({ inputs, github, files, env, request }) {
  const cloned = await run("git", ["clone", "--quiet", request.origin, files.workspace], { env });
  if (cloned.code !== 0) return cloned;
  const wanted = inputs.ref ?? github.ref;
  const fetched = await run("git", ["fetch", "--quiet", "origin", wanted], { cwd: files.workspace, env });
  return fetched.code === 0 ? run("git", ["checkout", "--quiet", "--detach", "FETCH_HEAD"], { cwd: files.workspace, env }) : fetched;
}

function onPath(program) {
  return ({ env }) => run("sh", ["-c", `command -v ${program}`], { env });
}
