import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setScene } from "../scene";
import { failureOf, type TestStack } from "../stack";
import { declareOneOfEach } from "./one-of-each";

const scene = setScene();
const types = ["algorithmia:Algorithm", "DataCollection", "ModelFile", "AlgorithmSecret", "DataConnector"];
let website: Server;
let stack: TestStack;

beforeAll(async () => {
  writeFileSync(join(scene.folder, "words.txt"), "some words");
  website = createServer((_request, response) => response.writeHead(404, { "Content-Type": "text/html" }).end("<html>Not found</html>"));
  await new Promise<void>((listening) => website.listen(0, "127.0.0.1", listening));
  stack = await scene.createStack({ program: () => declareOneOfEach(scene.folder) });
  await stack.up();
});
afterAll(async () => {
  website?.close();
});

const states = () => Promise.all(types.map(async (type) => (await stack.resource(type)).outputs));

test("what the platform filled in is no drift of any resource", async () => {
  await stack.refresh();
  expect((await stack.preview()).changes).toEqual({ same: 6 });
});

test.each([
  ["an expired key", { apiKey: "simExpired" }, "does not know the API key"],
  ["a platform that is down", { address: () => "http://127.0.0.1:9" }, "cannot be reached"],
  [
    "an address that is a web site's",
    { address: () => `http://127.0.0.1:${(website.address() as AddressInfo).port}` },
    "gave an answer that is not Algorithmia's",
  ],
])("%s fails the refresh of each resource with its reason and leaves the state as it is", async (_, broken, text) => {
  const before = await states();
  const { apiKey = scene.platform.apiKey, address = () => scene.platform.url } = broken as { apiKey?: string; address?: () => string };
  await stack.stack.setConfig("algorithmia:apiKey", { value: apiKey, secret: true });
  await stack.stack.setConfig("algorithmia:apiAddress", { value: address() });
  // With the program run, the configuration of now counts and not the recorded one.
  for (const type of types) {
    const { urn } = await stack.resource(type);
    expect(await failureOf(stack.stack.refresh({ runProgram: true, target: [String(urn)] }))).toContain(text);
  }
  expect(await states()).toEqual(before);
});
