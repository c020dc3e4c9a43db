/**
 * Runs one GitHub Actions workflow on this machine: its `run:` steps as they stand, in order, in a workspace of their own, with the files
 * and variables that GitHub's runner gives them. Steps with `uses:` do what the table in `local-equivalents.mjs` says. The workflow is first
 * checked against GitHub's own schema, and expressions are evaluated by GitHub's own library; both are ES modules, so this is a process apart.
 *
 *   node run.mjs < REQUEST.json > RESULT.json
 *
 * Request: `{ file, folder, event: { name, payload }, github, secrets, vars, inputs, environment }`: `folder` is an empty one for this run,
 * `github` the context's fields (repository, ref, sha, api_url, …), `secrets` those of each environment, `environment` what the machine gives
 * (PATH above all), `origin` the bare repository and `modules` the installed packages.
 * Result: `{ jobs: [{ id, outcome, steps: [{ name, outcome, output }], summary }] }`.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parse } from "yaml";
import { holds, interpolated } from "./expressions.mjs";
import { runStep } from "./step.mjs";
import { problemsOf } from "./validate.mjs";

const request = JSON.parse(await text(process.stdin));
const content = readFileSync(request.file, "utf8");
const problems = problemsOf(request.file, content);
if (problems.length > 0) throw new Error(`${request.file}: ${problems.join("; ")}`);
const workflow = parse(content);

const jobs = [];
for (const [id, job] of Object.entries(workflow.jobs)) jobs.push(await runJob(id, job));
process.stdout.write(JSON.stringify({ jobs }));

async function runJob(id, job) {
  const { folder, event, vars = {}, inputs = {} } = request;
  const secrets = request.secrets[job.environment] ?? {};
  // What the token may do is written in it, so that the stand-in for GitHub can hold a workflow to the permissions it asks for.
  const token = Buffer.from(JSON.stringify(job.permissions ?? workflow.permissions)).toString("base64url");
  const contexts = { github: { ...request.github, event: event.payload, event_name: event.name, token }, secrets, vars, inputs, steps: {} };
  if (job.if !== undefined && !holds(job.if, contexts, "success")) return { id, outcome: "skipped", steps: [], summary: "" };

  const files = prepared(join(folder, id), event.payload);
  const environment = {
    ...request.environment,
    ...runnerVariables(contexts.github, files, { workflow: workflow.name, job: id }),
    ...interpolated(workflow.env ?? {}, contexts),
    ...interpolated(job.env ?? {}, contexts),
  };
  const shell = job.defaults?.run?.shell ?? workflow.defaults?.run?.shell;
  const steps = [];
  let status = "success";
  for (const step of job.steps) {
    const done = await runStep(step, { contexts, status, environment, files, shell, request });
    steps.push(done);
    if (step.id) contexts.steps[step.id] = { outcome: done.outcome, conclusion: done.conclusion, outputs: done.outputs };
    if (done.conclusion === "failure") status = "failure";
  }
  return { id, outcome: status, steps, summary: readFileSync(files.summary, "utf8") };
}

function prepared(folder, payload) {
  const files = { workspace: join(folder, "workspace"), temporary: join(folder, "temporary") };
  for (const each of Object.values(files)) mkdirSync(each, { recursive: true });
  const paths = { event: "event.json", output: "output", summary: "summary.md", script: "step.sh" };
  for (const [name, file] of Object.entries(paths)) {
    files[name] = join(files.temporary, file);
    writeFileSync(files[name], name === "event" ? JSON.stringify(payload) : "");
  }
  return files;
}

/** The variables that steps may count on, by the documentation of GitHub Actions. */
function runnerVariables(github, files, { workflow, job }) {
  const given = ["repository", "repository_owner", "ref", "ref_name", "sha", "api_url", "server_url", "run_id", "event_name", "head_ref"];
  return {
    ...Object.fromEntries(given.map((name) => [`GITHUB_${name.toUpperCase()}`, String(github[name] ?? "")])),
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_WORKFLOW: workflow,
    GITHUB_JOB: job,
    GITHUB_WORKSPACE: files.workspace,
    GITHUB_EVENT_PATH: files.event,
    GITHUB_OUTPUT: files.output,
    GITHUB_STEP_SUMMARY: files.summary,
    RUNNER_TEMP: files.temporary,
  };
}
