import { readFileSync } from "node:fs";
import { join } from "node:path";
import { paint } from "../lib/paint.mjs";
import { openDeployment } from "./deployment.mjs";
import { example } from "./folder.mjs";
import { picture } from "./picture.mjs";
import { createRepository } from "./source.mjs";

const owner = "demo";
const name = "digits";
const file = "digits.joblib";

/** The main job, told and checked step by step on a running platform. `scratch` is the folder it may use, `pulumi` the engine. */
export async function tellStory({ scratch, platform, api, pulumi, teller }) {
  const sample = JSON.parse(readFileSync(join(scratch, example.sample), "utf8"));
  const model = (which) => readFileSync(join(scratch, example.model(which)));
  const repository = createRepository({ ...platform, owner, name, clone: join(scratch, "clone") });
  const told = { scratch, platform, api, pulumi, teller, sample, model, repository };

  const first = await publishByHand(told);
  await overwriteInPlace(told, first);
  const deployment = await declare(told, first);
  const { up: second } = deployment;
  const third = await changeThePin(told, deployment);
  await keepEveryPromise(told, deployment, second, third);
}

async function publishByHand({ scratch, api, teller, sample, model, repository, platform }) {
  teller.chapter(1, "An algorithm with its model, published by hand");
  teller.say(`The platform listens at ${platform.url}. The algorithm ${owner}/${name} tells which digit an image shows.`);
  teller.say(`This is the image it will be asked about; it shows ${article(sample.label)}:`);
  teller.quotes(picture(sample.pixels));
  await teller.does(`algorithm ${owner}/${name} created`, () => api.createAlgorithm(name, "Digits"));
  await teller.does(`model uploaded as data://${owner}/${name}/${file}`, async () => {
    await api.createCollection(name);
    await api.putFile(name, file, model("first"));
  });
  const commit = await teller.does(
    "git push of the source",
    () => repository.pushSource(join(scratch, example.source), "Tell digits apart"),
    (pushed) => `source pushed with git, commit ${pushed.slice(0, 12)}`,
  );
  await teller.does(
    "the platform builds that commit",
    (update) => api.awaitBuild(name, commit, () => update("installing its requirements")),
    () => "the platform built that commit",
  );
  await teller.does("version 0.1.0 published through the API", () => api.publish(name, "minor"));
  const answer = await ask({ api, teller, sample }, "0.1.0");
  teller.checks(answer.model === "first", "0.1.0 answers from the model that was uploaded", said(answer));
  return answer;
}

async function overwriteInPlace(told, before) {
  const { api, teller, model } = told;
  teller.chapter(2, "The problem: a better model, overwritten in place");
  await teller.does(`data://${owner}/${name}/${file} overwritten with a better model`, () => api.putFile(name, file, model("better")));
  const answer = await ask(told, "0.1.0");
  teller.checks(same(answer, before), "The warm instance still answers from the old model, and nobody was told", said(answer));
}

async function declare(told, first) {
  const { scratch, platform, api, pulumi, teller, repository } = told;
  teller.chapter(3, "Declare it instead: the first `pulumi up`");
  teller.say("models.yaml pins that same better model:");
  teller.quotes(readFileSync(join(scratch, "models.yaml"), "utf8").replace(/^#.*\n/gm, ""));
  const deployment = await openDeployment({ folder: scratch, pulumi, platform, algorithm: `${owner}/${name}` });
  const up = await runUp(teller, deployment);
  const files = await api.listFiles(name);
  const uploaded = up.pin.modelUri.split("/").at(-1);
  teller.checks(
    files.includes(uploaded) && uploaded.includes(up.pin.modelSha256.slice(0, 12)),
    `The model was uploaded under its content name, ${uploaded}`,
    files,
  );
  const { subject, changes } = await repository.newestCommit();
  teller.say(`The source was changed to that name, in the commit "${subject}":`);
  teller.quotes(changes.join("\n"));
  teller.checks(changes.length === 2 && changes[1].includes(uploaded), "Nothing else in the source changed", changes.join("\n"));
  teller.checks(up.pin.version === "0.2.0", "0.2.0 was published and verified", up.pin.version);
  const answer = await ask(told, "0.2.0");
  teller.checks(answer.model === "better", "The call now answers from the new model", said(answer));
  const old = await ask(told, "0.1.0");
  const versions = await api.versions(name);
  teller.checks(versions.includes("0.1.0") && same(old, first), "0.1.0 still exists, and answers as before", `${versions}; ${said(old)}`);
  return { ...deployment, runUp: () => runUp(teller, deployment), up };
}

async function changeThePin({ teller }, { pin, preview, runUp, up: before }) {
  teller.chapter(4, "Roll out the next model: change the pin");
  const command = `pulumi-algorithmia pin ${owner}/${name} ${example.model("best")}`;
  const { changes } = await teller.does(
    command,
    () => pin(example.model("best")),
    () => paint.bold(`$ ${command}`),
  );
  teller.quotes(changes);
  const shown = await teller.does("pulumi preview --diff", preview, () => paint.bold("$ pulumi preview --diff"));
  teller.quotes(shown);
  const [, from, to] = /modelSha256:\s+"([0-9a-f]{64})"\s+=>\s+"([0-9a-f]{64})"/.exec(shown) ?? [];
  teller.checks(
    from === before.pin.modelSha256 && to !== undefined && changes.includes(to),
    'The preview shows modelSha256: "…" => "…"',
    shown,
  );
  const unknown = new RegExp(`"algo://${owner}/${name}/${before.pin.version}" => (\\[unknown\\]|output<string>)`);
  teller.checks(unknown.test(shown), "It shows that the version to call will be known only after the update", shown);
  teller.checks(
    /plan: .*0\.2\.0 → 0\.3\.0\. upload .*, change .*, build, publish 0\.3\.0/.test(shown),
    "It tells the plan: what is uploaded, which line of the source changes, which version comes out",
    shown,
  );
  const up = await runUp();
  teller.checks(
    up.pin.version === "0.3.0" && up.pin.modelSha256 === to,
    "0.3.0 was published with exactly the bytes of the preview",
    up.pin.version,
  );
  return up;
}

async function keepEveryPromise(told, { pin, runUp }, second, third) {
  const { api, teller } = told;
  teller.chapter(5, "What holds from now on");
  const better = await ask(told, second.pin.version);
  const best = await ask(told, third.pin.version);
  const label = told.sample.label;
  teller.checks(
    better.model === "better" && best.model === "best" && best.digit === label,
    `Each version answers from its own model; it was ${article(label)}`,
    `${said(better)}; ${said(best)}`,
  );

  const before = await api.writes();
  const again = await runUp();
  const sent = (await api.writes()).slice(before.length);
  const unchanged = Object.keys(again.changes).every((kind) => kind === "same");
  teller.checks(unchanged && again.pin.version === "0.3.0", "A second up changes nothing", JSON.stringify(again.changes));
  teller.checks(sent.length === 0, "It sent the platform no write", sent.join("\n"));

  const command = `pulumi-algorithmia pin ${owner}/${name} ${example.model("better")}`;
  await teller.does(
    command,
    () => pin(example.model("better")),
    () => paint.bold(`$ ${command}`),
  );
  const reverted = await runUp();
  const wrote = (await api.writes()).slice(before.length);
  teller.checks(reverted.pin.version === "0.2.0", "Reverting the pin selects 0.2.0 again", reverted.pin.version);
  teller.checks(wrote.length === 0, "Without an upload, a commit, a build or a publish", wrote.join("\n"));
}

async function runUp(teller, deployment) {
  return teller.does(
    "pulumi up",
    (update) => deployment.up((step) => step && update(step)),
    ({ pin, changes }) => `${paint.bold("$ pulumi up")}   ${counts(changes)}; ${owner}/${name} serves ${pin.version}`,
  );
}

async function ask({ api, teller, sample }, version) {
  return teller.does(
    `${owner}/${name}/${version} is called`,
    () => api.call(name, version, { pixels: sample.pixels }),
    (answer) => `${owner}/${name}/${version} answers: ${said(answer)}`,
  );
}

const said = ({ digit, confidence, model }) => `${digit}, ${Math.round(confidence * 100)} % sure, by the model "${model}"`;
const article = (digit) => `${digit === 8 ? "an" : "a"} ${digit}`;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const counts = (changes) =>
  Object.entries(changes)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(", ");
