import { connect, type Platform } from "../../../provider/client";
import { findVersion } from "../../../provider/versions/find-version";
import { Hand } from "../../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";

let running: RunningPlatform;
let platform: Platform;
const commits: string[] = [];

beforeAll(async () => {
  running = await startPlatformProcess();
  platform = connect({ apiAddress: running.url, gitAddress: running.url, apiKey: running.apiKey });
  const hand = new Hand(running, "found");
  await hand.create();
  const source = (note: string) => `MODEL = "data://demo/found/model.txt"\n\n\ndef apply(input):\n    return "${note}"\n`;
  for (const note of ["one", "two"]) {
    commits.push(await hand.push({ "requirements.txt": "", "src/found.py": source(note) }));
    await hand.publish();
  }
  commits.push(await hand.push({ "src/found.py": source("three") }));
  await hand.api("POST", `/v1/algorithms/${hand.algorithm}/compile`, { commitSha: commits[2] });
  await new Hand(running, "empty").create();
});
afterAll(async () => {
  platform?.close();
  await running?.stop();
});

test("the latest version comes with its addresses, its commit, the model its source names and the time of its publish", async () => {
  expect(await findVersion("demo/found", "latest", platform)).toEqual({
    version: "0.2.0",
    versionHash: commits[1],
    algorithmUri: "algo://demo/found/0.2.0",
    endpoint: `${running.url}/v1/algo/demo/found/0.2.0`,
    modelUri: "data://demo/found/model.txt",
    modelSha256: undefined,
    models: undefined,
    publishedAt: expect.stringMatching(/^\d{4}-/),
  });
});

test("a commit selects the version that was published of it, or itself where none was", async () => {
  expect(await findVersion("demo/found", commits[0] ?? "", platform)).toMatchObject({ version: "0.1.0", versionHash: commits[0] });
  expect(await findVersion("demo/found", commits[2] ?? "", platform)).toMatchObject({
    version: commits[2],
    algorithmUri: `algo://demo/found/${commits[2]}`,
  });
});

test("what is not there is said, with what there is", async () => {
  await expect(findVersion("demo/absent", "latest", platform)).rejects.toMatchObject({ code: "ALGORITHM_NOT_FOUND" });
  await expect(findVersion("demo/empty", "latest", platform)).rejects.toThrow(
    'No version of demo/empty matches "latest"; published: none.',
  );
  await expect(findVersion("demo/found", "1.*", platform)).rejects.toThrow("published: 0.2.0, 0.1.0.");
  await expect(findVersion("demo/found", "f".repeat(40), platform)).rejects.toMatchObject({ code: "VERSION_NOT_SELECTED" });
});
