import { Hand } from "../../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { rollOut } from "../../support/roll";

let running: RunningPlatform;
beforeAll(async () => {
  running = await startPlatformProcess();
});
afterAll(() => running?.stop());

/** An algorithm that loads its model with Algorithmia's own client when an instance starts. */
const source = (uri: string) => `"use strict";
const client = require("algorithmia")();

// The model before this one was 'data://demo/old/model.txt'.
const model = new Promise((resolve) => client.file('${uri}').getString(resolve));
const pattern = /['"]data:/;

exports.apply = async (input) => ({ model: (await model).trim(), looksLikeModel: pattern.test(input) });
`;

test("a model of a JavaScript algorithm is rolled out: its source names the new file, everything else in it stays, and it serves", async () => {
  const hand = new Hand(running, "chatter");
  await hand.create();
  await hand.put("model.txt", "first");
  await hand.push({
    "algorithmia.conf": JSON.stringify({ username: "demo", algoname: "chatter", language: "javascript" }),
    "package.json": JSON.stringify({ dependencies: { algorithmia: "0.3.10" } }),
    "src/chatter.js": source("data://demo/chatter/model.txt"),
    "src/chatter.py": null,
    "src/chatter_test.py": null,
    "src/__init__.py": null,
    "requirements.txt": null,
  });
  expect(await hand.publish()).toBe("0.1.0");
  expect(await hand.call("0.1.0")).toEqual({ model: "first", looksLikeModel: false });

  const found = await rollOut(hand, "second");
  expect(await hand.call(found.version)).toEqual({ model: "second", looksLikeModel: false });
  const named = await rollOut(hand, "third", { file: { reference: { kind: "source", file: "src/chatter.js" } } });
  expect(await hand.call(named.version)).toMatchObject({ model: "third" });
  expect(await hand.call("0.1.0")).toMatchObject({ model: "first" });
  expect(await hand.versions()).toEqual(["0.1.0", found.version, named.version]);

  expect(await hand.source("src/chatter.js")).toBe(source(named.files[0]!.uri));
});
