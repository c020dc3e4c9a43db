import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const { RunPluginResponse } = require("@pulumi/pulumi/proto/language_pb");

const runners = { analyzer: "@pulumi/pulumi/cmd/run-policy-pack", resource: "@pulumi/pulumi/cmd/run-plugin" };

/** Runs a plugin that is written in TypeScript (here: a policy pack) and streams what it prints, then its exit code. */
export function runPlugin(call) {
  const { request } = call;
  const folder = request.getInfo().getProgramDirectory();
  const script = createRequire(join(folder, "index.js")).resolve(runners[request.getKind()] ?? runners.resource);
  const environment = Object.fromEntries(request.getEnvList().map((line) => line.split(/=(.*)/s).slice(0, 2)));
  const child = spawn(process.execPath, [script, ...request.getArgsList(), folder], {
    cwd: request.getKind() === "analyzer" ? folder : request.getPwd(),
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.on("data", (chunk) => call.write(new RunPluginResponse().setStdout(chunk)));
  child.stderr.on("data", (chunk) => call.write(new RunPluginResponse().setStderr(chunk)));
  child.on("close", (code) => {
    call.write(new RunPluginResponse().setExitcode(code ?? 1));
    call.end();
  });
  call.on("cancelled", () => child.kill("SIGTERM"));
}
