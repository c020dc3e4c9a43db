import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const { RunResponse } = require("@pulumi/pulumi/proto/language_pb");

/** With this code a program ends that has told its user already what is wrong. */
const alreadyTold = 32;

/** Runs a Pulumi program once, for a preview or an update. Returns the RunResponse: empty, an error text, or `bail` when the error was shown. */
export async function runProgram(request, engine) {
  const info = request.getInfo();
  const folder = info.getProgramDirectory();
  const script = createRequire(join(folder, "index.js")).resolve("@pulumi/pulumi/cmd/run");
  const flags = {
    monitor: request.getMonitorAddress(),
    engine,
    project: request.getProject(),
    stack: request.getStack(),
    organization: request.getOrganization(),
    "root-directory": info.getRootDirectory(),
    pwd: request.getPwd(),
    parallel: request.getParallel() > 0 ? String(request.getParallel()) : undefined,
  };
  const given = Object.entries(flags).flatMap(([name, value]) => (value ? [`--${name}`, value] : []));
  const child = spawn(
    process.execPath,
    [script, ...given, ...(request.getDryrun() ? ["--dry-run"] : []), info.getEntryPoint() || ".", ...request.getArgsList()],
    {
      cwd: folder,
      stdio: ["ignore", "inherit", "inherit"],
      env: {
        ...process.env,
        PULUMI_NODEJS_TYPESCRIPT: "true",
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toObject())),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      },
    },
  );
  const [code, signal] = await once(child, "exit");
  const response = new RunResponse();
  if (code === alreadyTold) return response.setBail(true);
  return code === 0 ? response : response.setError(`the program ended with ${code === null ? signal : `exit code ${code}`}`);
}
