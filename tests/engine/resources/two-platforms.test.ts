import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import {
  Algorithm,
  AlgorithmiaProvider,
  AlgorithmModelVersion,
  AlgorithmSecret,
  DataCollection,
  getAlgorithmVersion,
  getAlgorithmVersionOutput,
  ModelFile,
} from "pulumi-algorithmia";
import { Hand } from "../../support/algorithm";
import { textsBelow } from "../../support/leaks";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { createStack, operationsOn, type TestStack } from "../stack";

const platforms: RunningPlatform[] = [];
const hands: Hand[] = [];
let folder: string;
let stack: TestStack;
let text = "model one";

beforeAll(async () => {
  platforms.push(...(await Promise.all([startPlatformProcess(["--owner", "west"]), startPlatformProcess(["--owner", "east"])])));
  hands.push(...(await Promise.all(platforms.map((platform) => Hand.served(platform, "served")))));
  folder = mkdtempSync(join(tmpdir(), "models-"));
  stack = await createStack({
    platform: { url: "http://127.0.0.1:9", apiKey: "simNobody" },
    program: async () => {
      const found = platforms.map(({ url, apiKey, owner }) => {
        const provider = new AlgorithmiaProvider(owner, { apiAddress: url, apiKey: pulumi.secret(apiKey) });
        return {
          owner,
          ...everything(owner, provider),
          before: getAlgorithmVersion({ algorithm: `${owner}/served`, selector: "0.1" }, { provider }),
        };
      });
      return { found };
    },
  });
});
afterAll(async () => {
  await stack?.close();
  for (const platform of platforms) await platform.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** One of each, by one provider. */
function everything(owner: string, provider: AlgorithmiaProvider) {
  const path = join(folder, `${owner}.txt`);
  writeFileSync(path, `${text} of ${owner}`);
  const algorithm = new Algorithm(`${owner}-made`, { algorithm: `${owner}/made` }, { provider });
  const collection = new DataCollection(`${owner}-files`, { collection: `data://${owner}/files` }, { provider });
  const file = new ModelFile(
    `${owner}-words`,
    { model: path, store: collection.collection, deleteOnDestroy: true },
    { provider, dependsOn: collection },
  );
  const secret = new AlgorithmSecret(`${owner}-db`, { algorithm: algorithm.id, key: "DB", value: `secret of ${owner}` }, { provider });
  const served = { algorithm: `${owner}/served`, model: path, reference: { kind: "source" as const, file: "src/served.py" } };
  const version = new AlgorithmModelVersion(`${owner}-served`, served, { provider });
  const after = getAlgorithmVersionOutput({ algorithm: version.id, selector: version.version }, { provider });
  return { gitUrl: algorithm.gitUrl, uri: file.uri, key: secret.key, version: version.version, after };
}

test("each resource and the function talk to the platform of the provider they are given", async () => {
  await stack.up();
  const { found } = (await stack.outputs()) as { found: Record<string, unknown>[] };
  for (const [index, platform] of platforms.entries()) {
    const { owner, gitUrl, url } = platform;
    expect(found[index]).toMatchObject({
      owner,
      gitUrl: `${gitUrl}/${owner}/made.git`,
      version: "0.2.0",
      before: { version: "0.1.0", endpoint: `${url}/v1/algo/${owner}/served/0.1.0`, modelUri: `data://${owner}/served/model.txt` },
      after: { version: "0.2.0", algorithmUri: `algo://${owner}/served/0.2.0`, modelSha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const hand = hands[index] as Hand;
    expect(await hand.call("0.2.0")).toMatchObject({ model: `model one of ${owner}` });
    expect((await hand.api("GET", String(found[index]?.uri).replace("data://", "/v1/data/"))).text).toBe(`model one of ${owner}`);
    expect((await hand.api("GET", `/v1/algorithms/${owner}/made/secrets`)).body).toMatchObject({ results: [{ secret_key: "DB" }] });
  }
});

test("a preview of nothing new is empty, one of other bytes updates both, and destroy takes both away", async () => {
  await stack.refresh();
  expect(operationsOn((await stack.preview()).events, "ModelFile")).toEqual(["same", "same"]);
  text = "model two";
  expect(operationsOn((await stack.preview()).events, "ModelFile")).toEqual(["update", "update"]);
  await stack.stack.destroy();
  for (const [index, { owner }] of platforms.entries()) {
    expect((await (hands[index] as Hand).api("GET", `/v1/algorithms/${owner}/made`)).status).toBe(404);
    expect((await (hands[index] as Hand).api("HEAD", `/v1/data/${owner}/files`)).status).toBe(404);
  }
});

test("neither platform's key nor secret lies in the state in clear text", () => {
  const state = textsBelow(stack.stateDir)
    .map(({ text }) => text)
    .join("\n");
  expect(state).toContain("algorithmia:apiAddress");
  for (const { apiKey, owner } of platforms) for (const secret of [apiKey, `secret of ${owner}`]) expect(state).not.toContain(secret);
});
