#!/usr/bin/env node
// `npm run bench [-- hash start upload noop thousand reread platform connectors] [--json]`: ratios against a named reference, measured side by side in this run.
import { reportFailure } from "./lib/fault.mjs";
import { setup } from "./setup.mjs";

const names = ["hash", "start", "upload", "noop", "thousand", "reread", "platform", "connectors"];

async function main(args) {
  const json = args.includes("--json");
  const wanted = args.filter((arg) => !arg.startsWith("--"));
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`there is no benchmark ${unknown.join(", ")}; there are ${names.join(", ")}`);
  const { pulumi } = await setup();
  const lines = [];
  for (const name of names.filter((each) => wanted.length === 0 || wanted.includes(each))) {
    const { run } = await import(`../bench/${name}.mjs`);
    for (const line of await run({ pulumi, tell: (text) => console.error(`  ${text}`) })) {
      lines.push({ bench: name, ...line });
      if (!json) console.log(render(line));
    }
  }
  if (json) console.log(JSON.stringify(lines));
}

function render({ what, value, unit, reference, target, holds }) {
  const against = reference ? ` against ${reference}` : "";
  return `${holds ? "holds" : "SHORT"}  ${what}: ${value}${unit}${against} (target ${target})`;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  reportFailure(error);
  process.exitCode = 1;
}
