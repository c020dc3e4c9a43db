import { type GitHub, startGitHub } from "./github";
import { Infrastructure } from "./infrastructure";

// A workflow starts half a dozen programs one after the other, and other tests want the cores too.

let github: GitHub;
let infrastructure: Infrastructure;

beforeAll(async () => {
  github = await startGitHub();
  // Pins are made of files alone; nothing asks a platform.
  infrastructure = new Infrastructure({ url: "http://127.0.0.1:9", apiKey: "none", previewKey: "none" }, github);
  await infrastructure.begin();
});
afterAll(async () => {
  await github?.close();
  infrastructure?.close();
});

const changedBy = async (branch: string) => {
  await infrastructure.git("fetch", "--quiet", "origin");
  return infrastructure.git("diff", "--unified=0", "origin/main", `origin/${branch}`);
};

test("on a morning when every file is its pin, nothing is pushed", async () => {
  expect(await infrastructure.pin()).toMatchObject({ outcome: "success", log: expect.stringContaining("Every pin is its file's.") });
  expect(github.writes).toEqual([]);
});

test("a model that was overwritten on main gets a pull request that changes its pin and nothing else; the next run rewrites it", async () => {
  for (const weight of ["1.6", "1.7"]) {
    const path = "models/spam/words.json";
    infrastructure.write(path, infrastructure.read(path).replace(/"free": [\d.]+/, `"free": ${weight}`));
    await infrastructure.git("commit", "--quiet", "--all", "--message", "Nightly training");
    await infrastructure.git("push", "--quiet", "origin", "main");
    const { outcome, log } = await infrastructure.pin();
    expect({ outcome, log }).toMatchObject({ outcome: "success" });
  }
  expect(github.pullRequests).toMatchObject([
    {
      title: "Serve the new model of acme/spam",
      head: { ref: "pins/files" },
      base: "main",
      body: expect.stringContaining("sha256  bd7dc3c79cfb"),
    },
  ]);
  const changed = (await changedBy("pins/files")).split("\n").filter((line) => /^[-+] /.test(line));
  expect(changed).toEqual([expect.stringMatching(/^- {4}sha256: bd7dc3c79cfb/), expect.stringMatching(/^\+ {4}sha256: [0-9a-f]{64}$/)]);
});

test("a training job pins a model that it put into hosted data, by URI and hash, on a branch of that algorithm", async () => {
  const sha256 = "ab".repeat(32);
  const { outcome, log } = await infrastructure.pin({ algorithm: "acme/language", model: "data://acme/trained/words-7.json", sha256 });
  expect({ outcome, log }).toMatchObject({ outcome: "success" });
  expect(github.pullRequests.at(-1)).toMatchObject({ title: "Serve the new model of acme/language", head: { ref: "pins/acme-language" } });
  expect(await changedBy("pins/acme-language")).toContain("+    uri: data://acme/trained/words-7.json");
});

test("a model that cannot be pinned fails the run with the reason, and nothing is pushed", async () => {
  const writes = github.writes.length;
  const { outcome, log } = await infrastructure.pin({ algorithm: "acme/language", model: "models/language/missing.json" });
  expect(outcome).toBe("failure");
  expect(log).toContain("models/language/missing.json");
  expect(github.writes).toHaveLength(writes);
});
