import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { createAlgorithm } from "./algorithm.mjs";
import { compare, seconds } from "./measure.mjs";
import { startPlatform } from "./platform.mjs";

const require = createRequire(import.meta.url);
const resources = 100;
const trivial = 'exports.handler=()=>({check:async(o,n)=>({inputs:n}),diff:async()=>({}),create:async i=>({id:"t",outs:i})})';

/** `up` of a stack in which nothing changes: what our class and handler cost beside the smallest dynamic resource there is. */
export async function run({ pulumi, tell }) {
  process.env.PATH = [dirname(pulumi), process.env.PATH].join(delimiter);
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const platform = await startPlatform();
  try {
    const algorithm = await createAlgorithm(platform, "bench");
    const ours = await stackOf(folder, "ours", platform, modelVersions(algorithm, folder));
    const theirs = await stackOf(folder, "trivial", platform, trivialResources);
    for (const stack of [ours, theirs]) {
      await stack.up();
      const { summary } = await stack.up();
      if (summary.resourceChanges.same !== resources + 1) throw new Error(`not a no-op: ${JSON.stringify(summary.resourceChanges)}`);
    }
    const { ratio, ratios } = await compare(
      7,
      () => seconds(() => ours.up()),
      () => seconds(() => theirs.up()),
    );
    tell(`up without changes, ${resources} resources, ours / trivial: ${ratios.join(" ")}`);
    return [
      {
        what: `up without changes, ${resources} resources, time`,
        value: ratio,
        unit: "×",
        reference: "trivial dynamic resources",
        target: "≤ 1.15",
        holds: ratio <= 1.15,
      },
    ];
  } finally {
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function stackOf(folder, name, platform, program) {
  const { LocalWorkspace } = require("@pulumi/pulumi/automation");
  const stack = await LocalWorkspace.createOrSelectStack(
    { projectName: name, stackName: "bench", program },
    {
      secretsProvider: "passphrase",
      envVars: {
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_BACKEND_URL: `file://${folder}`,
        PULUMI_HOME: join(folder, "home"),
        PULUMI_SKIP_UPDATE_CHECK: "true",
      },
    },
  );
  await stack.setConfig("algorithmia:apiAddress", { value: platform.url });
  await stack.setConfig("algorithmia:apiKey", { value: platform.apiKey, secret: true });
  return stack;
}

/** A hundred files with the same bytes, so that one version serves them all: what is hashed and compared is the same as with a hundred algorithms. */
function modelVersions(algorithm, folder) {
  const { AlgorithmModelVersion } = require("pulumi-algorithmia");
  const files = Array.from({ length: resources }, (_, index) => join(folder, String(index), "model.txt"));
  for (const file of files) {
    mkdirSync(dirname(file));
    writeFileSync(file, "the same model");
  }
  return async () => {
    for (const [index, model] of files.entries()) new AlgorithmModelVersion(`m${index}`, { algorithm, model });
  };
}

async function trivialResources() {
  const { CustomResource } = require("@pulumi/pulumi");
  for (let index = 0; index < resources; index++) {
    new CustomResource("pulumi-nodejs:dynamic/bench:Trivial", `t${index}`, {
      algorithm: "a/b",
      modelSha256: "0".repeat(64),
      __provider: trivial,
    });
  }
}
