import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const smallest = 'exports.handler=()=>({check:async(o,n)=>({inputs:n}),diff:async()=>({}),create:async i=>({id:"t",outs:i})})';

/** A stack of its own with an inline program; its state lies in the folder. */
export async function stackOf(folder, name, platform, program, environment = {}) {
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
        ...environment,
      },
    },
  );
  await stack.setConfig("algorithmia:apiAddress", { value: platform.url });
  await stack.setConfig("algorithmia:apiKey", { value: platform.apiKey, secret: true });
  return stack;
}

/** Files with the same bytes, so that one version serves them all: what is hashed and compared is the same as with as many algorithms. */
export function modelVersions(algorithm, folder, count) {
  const { AlgorithmModelVersion } = require("pulumi-algorithmia");
  const files = Array.from({ length: count }, (_, index) => join(folder, String(index), "model.txt"));
  for (const file of files) {
    mkdirSync(dirname(file));
    writeFileSync(file, "the same model");
  }
  return async () => {
    for (const [index, model] of files.entries()) new AlgorithmModelVersion(`m${index}`, { algorithm, model });
  };
}

/** As many of the smallest dynamic resources there are: registered without the SDK's class for them, their handler written by hand. */
export function smallestResources(count) {
  const { CustomResource } = require("@pulumi/pulumi");
  return async () => {
    for (let index = 0; index < count; index++) {
      new CustomResource("pulumi-nodejs:dynamic/bench:Smallest", `t${index}`, {
        algorithm: "a/b",
        modelSha256: "0".repeat(64),
        __provider: smallest,
      });
    }
  };
}

/** As many of what a program gets from the SDK's own class for dynamic resources with the smallest provider. */
export function dynamicResources(count) {
  const { dynamic } = require("@pulumi/pulumi");
  const provider = { create: async (inputs) => ({ id: "t", outs: inputs }) };
  return async () => {
    for (let index = 0; index < count; index++) {
      new dynamic.Resource(provider, `t${index}`, { algorithm: "a/b", modelSha256: "0".repeat(64) });
    }
  };
}
