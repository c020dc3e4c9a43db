import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { AlgorithmModelVersion } from "pulumi-algorithmia";
import { classicFiles, Hand } from "../support/algorithm";
import { setScene } from "./scene";
import { failureOf, operationsOn, type TestStack } from "./stack";

const scene = setScene();
let stack: TestStack;

const source = (uris: { main: string; words: string; labels: string }) => `import Algorithmia

client = Algorithmia.client()
read = lambda uri: open(client.file(uri).getFile().name).read().strip()
MODEL, WORDS = read("${uris.main}"), read("${uris.words}")
LABELS = read("${uris.labels}")


def apply(input):
    return {"model": MODEL, "words": WORDS, "labels": LABELS}
`;

async function handWith(name: string): Promise<Hand> {
  const hand = new Hand(scene.platform, name);
  await hand.create();
  for (const file of ["main.txt", "words.txt", "labels.txt"]) await hand.put(file, `${file} by hand`);
  const uri = (file: string) => `data://${hand.algorithm}/${file}`;
  const files = classicFiles(name, "");
  files[`src/${name}.py`] = source({ main: uri("main.txt"), words: uri("words.txt"), labels: uri("labels.txt") });
  await hand.push(files, "The algorithm");
  await hand.publish();
  return hand;
}

const write = (file: string, text: string) => writeFileSync(join(scene.folder, file), text);

function stackOf(hand: Hand, main = true): Promise<TestStack> {
  return scene.createStack({
    program: () => {
      const version = new AlgorithmModelVersion("several", {
        algorithm: hand.algorithm,
        ...(main ? { model: join(scene.folder, "main.txt") } : {}),
        models: {
          words: join(scene.folder, "words.txt"),
          labels: {
            model: join(scene.folder, "labels.txt"),
            fileName: "{sha256}{ext}",
            reference: { kind: "source", file: `src/${hand.name}.py`, anchor: "LABELS = read(" },
          },
        },
      });
      return { version: version.version, models: version.models, sha256: version.modelSha256 };
    },
  });
}

test("several models are one commit, one build, one version; each is its own diff, and going back selects", async () => {
  const hand = await handWith("several");
  for (const file of ["main", "words", "labels"]) write(`${file}.txt`, `${file} one`);
  stack = await stackOf(hand);
  const commits = (await hand.commits()).length;
  scene.tap.seen.length = 0;
  await stack.up();
  expect(await hand.call("0.2.0")).toEqual({ model: "main one", words: "words one", labels: "labels one" });
  expect((await hand.commits()).length).toBe(commits + 1);
  expect(scene.tap.writes().map((write) => write.split(" ")[0])).toEqual(["PUT", "PUT", "PUT", "POST", "POST"]);
  const outputs = await stack.outputs();
  expect(outputs.models).toEqual({
    words: expect.objectContaining({ uri: expect.stringMatching(/words-[0-9a-f]{12}\.txt$/), bytes: 9, md5: expect.any(String) }),
    labels: expect.objectContaining({ uri: expect.stringMatching(/\/[0-9a-f]{64}\.txt$/) }),
  });

  scene.tap.seen.length = 0;
  expect(operationsOn((await stack.preview()).events)).toEqual(["same"]);
  expect(scene.tap.seen).toEqual([]);

  write("words.txt", "words two");
  const { text } = await stack.preview();
  expect(text).toMatch(/~ words\s*: \{[\s\S]*~ sha256: "[0-9a-f]{64}" => "[0-9a-f]{64}"/);
  expect(text).not.toMatch(/~ modelSha256/);
  await stack.up();
  expect(await hand.call("0.3.0")).toEqual({ model: "main one", words: "words two", labels: "labels one" });

  write("words.txt", "words one");
  scene.tap.seen.length = 0;
  await stack.up();
  expect((await stack.outputs()).version).toBe("0.2.0");
  expect(scene.tap.writes()).toEqual([]);
});

test("an overwritten file of several shows at its own name and is healed", async () => {
  const hand = await handWith("healed");
  for (const file of ["main", "words", "labels"]) write(`${file}.txt`, `${file} one`);
  stack = await stackOf(hand);
  await stack.up();
  const { models } = (await stack.outputs()) as { models: { words: { uri: string } } };
  await hand.put(models.words.uri.split("/").at(-1) ?? "", "overwritten");
  await stack.refresh();
  const { text } = await stack.preview();
  expect(text).toMatch(/~ sha256\s*: "other bytes: md5 [0-9a-f]{32}" => "[0-9a-f]{64}"/);
  await stack.up();
  await stack.refresh();
  expect(operationsOn((await stack.preview()).events)).toEqual(["same"]);
  expect(await hand.versions()).toEqual(["0.1.0", "0.2.0"]);
});

test("named models need no `model` beside them, and messages say which of them they are about", async () => {
  const hand = await handWith("named");
  for (const file of ["words", "labels"]) write(`${file}.txt`, `${file} one`);
  stack = await stackOf(hand, false);
  await stack.up();
  expect(await hand.call("0.2.0")).toEqual({ model: "main.txt by hand", words: "words one", labels: "labels one" });
  expect((await stack.outputs()).sha256).toBeUndefined();
  await stack.refresh();
  expect(operationsOn((await stack.preview()).events)).toEqual(["same"]);

  await hand.push({ "src/named.py": "def apply(input):\n    return input\n" }, "No names any more");
  write("words.txt", "words three");
  expect(await failureOf(stack.up())).toMatch(/The source of demo\/named \(models\.(words|labels)\) names no model file/);
});
