import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { output } from "./measure.mjs";

const { newAlgorithmSettings: settings } = createRequire(import.meta.url)("../platform/dist/seed/new-algorithm.js");

/** What the platform is asked for to create an algorithm. */
export const newAlgorithm = (name) => ({ name, details: { label: name }, settings });

/** A small algorithm whose source names `model.txt`, pushed and ready to be rolled out to. */
export async function createAlgorithm(platform, name) {
  const { url, owner, apiKey } = platform;
  const answer = await fetch(`${url}/v1/algorithms/${owner}`, {
    method: "POST",
    headers: { Authorization: apiKey, "Content-Type": "application/json" },
    body: JSON.stringify(newAlgorithm(name)),
  });
  if (answer.status !== 201) throw new Error(`create: ${answer.status} ${await answer.text()}`);
  await pushSource(platform, name, `MODEL = "data://${owner}/${name}/model.txt"\n\n\ndef apply(input):\n    return MODEL\n`);
  return `${owner}/${name}`;
}

/** Pushes a source of an algorithm that has no requirements; the platform builds it. */
export async function pushSource({ gitUrl, owner, apiKey }, name, source) {
  const clone = mkdtempSync(join(tmpdir(), "bench-"));
  const header = `Authorization: Basic ${Buffer.from(`${owner}:${apiKey}`).toString("base64")}`;
  const env = { ...process.env, GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "http.extraHeader", GIT_CONFIG_VALUE_0: header };
  const git = (...args) => output("git", ["-c", "user.name=bench", "-c", "user.email=bench@example.com", ...args], { cwd: clone, env });
  try {
    await git("clone", "--quiet", `${gitUrl}/${owner}/${name}.git`, clone);
    mkdirSync(join(clone, "src"), { recursive: true });
    writeFileSync(join(clone, "requirements.txt"), "");
    writeFileSync(join(clone, "src", `${name}.py`), source);
    await git("add", "-A");
    await git("commit", "--quiet", "-m", "The algorithm");
    await git("push", "--quiet", "origin", "HEAD");
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
}
