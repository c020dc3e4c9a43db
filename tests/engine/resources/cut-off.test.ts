import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setScene } from "../scene";
import { failureOf, type TestStack } from "../stack";
import { declareOneOfEach } from "./one-of-each";

const scene = setScene();
let stack: TestStack;

beforeAll(async () => {
  writeFileSync(join(scene.folder, "words.txt"), "some words");
  stack = await scene.createStack({ program: () => declareOneOfEach(scene.folder, { algorithmCallability: "public" }) });
});

test("a write whose answer was lost is found done by the next up: nothing is created or sent twice", async () => {
  const lost = new Set<string>();
  scene.tap.onRequest = ({ method, path }) => {
    const write = `${method} ${path}`;
    if (["GET", "HEAD"].includes(method) || lost.has(write)) return undefined;
    lost.add(write);
    return "lost";
  };
  expect(await failureOf(stack.up())).toContain("[PLATFORM_UNREACHABLE]"); // algorithm, collection and connector
  expect(await failureOf(stack.up())).toContain("[PLATFORM_UNREACHABLE]"); // the secret; a file and a change of settings are looked at again
  await stack.up();
  const writes = scene.tap.writes().map((write) => write.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|-[0-9a-f]{12}/g, "…"));
  const times = (start: string) => writes.filter((write) => write.startsWith(start)).length;
  expect(times("POST /v1/algorithms/demo 201")).toBe(1);
  expect(times("POST /v1/data/demo 200")).toBe(1);
  expect(times("PUT /v1/data/demo/files/words….txt")).toBe(1);
  expect(times("POST /v1/algorithms/…/secrets 200")).toBe(1);
  expect(times("POST /v1/users/demo/connectors 200")).toBe(1);
  expect((await stack.preview()).changes).toEqual({ same: 6 });
});
