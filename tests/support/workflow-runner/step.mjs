import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { holds, interpolated } from "./expressions.mjs";
import { localCommands, localEquivalents } from "./local-equivalents.mjs";

/** How GitHub's runner calls bash: with `pipefail` only where the workflow names the shell. */
const shells = { bash: ["--noprofile", "--norc", "-eo", "pipefail"], default: ["-e"] };

/** Runs a step, unless its condition says no. Returns `{ name, outcome, conclusion, outputs, output }`, `output` being all that it printed. */
export async function runStep(step, { contexts, status, environment, files, shell, request }) {
  const name = step.name ?? step.uses ?? step.run;
  if (!holds(step.if ?? "success()", contexts, status)) {
    return { name, outcome: "skipped", conclusion: "skipped", outputs: {}, output: "" };
  }
  writeFileSync(files.output, "");
  const env = { ...environment, ...interpolated(step.env ?? {}, contexts) };
  const { code, output } = step.uses
    ? await equivalentOf(step.uses)({ inputs: interpolated(step.with ?? {}, contexts), github: contexts.github, files, env, request })
    : await runScript(interpolated(step.run, contexts), { env, files, shell: step.shell ?? shell, request });
  const outcome = code === 0 ? "success" : "failure";
  const conclusion = outcome === "failure" && step["continue-on-error"] ? "success" : outcome;
  return { name, outcome, conclusion, outputs: outputsIn(readFileSync(files.output, "utf8")), output };
}

function equivalentOf(action) {
  const equivalent = localEquivalents[action];
  if (!equivalent) throw new Error(`local-equivalents.mjs does not say what ${action} is on this machine`);
  return equivalent;
}

async function runScript(script, { env, files, shell, request }) {
  const instead = localCommands[script.trim()];
  if (instead) return instead({ files, request });
  writeFileSync(files.script, script);
  return run("bash", [...(shells[shell] ?? shells.default), files.script], { cwd: files.workspace, env });
}

/** Runs a program; its two streams are read as one, as a log shows them. */
export async function run(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
    });
  }
  const [code] = await once(child, "close");
  return { code: code ?? 1, output };
}

/** `name=value` lines, and `name<<END … END` for values of several lines. */
function outputsIn(text) {
  const pattern = /^(?<name>[^=<\n]+)(?:=(?<value>.*)|<<(?<end>.+)\n(?<lines>[\s\S]*?)\n\k<end>)$/gm;
  return Object.fromEntries([...text.matchAll(pattern)].map(({ groups }) => [groups.name, groups.value ?? groups.lines]));
}
