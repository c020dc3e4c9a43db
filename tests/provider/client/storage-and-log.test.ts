import { connect, type Platform, type Repository } from "../../../provider/client";
import { searchSources } from "../../../provider/retention/reader";
import { Hand } from "../../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";

let running: RunningPlatform;
let hand: Hand;
let platform: Platform;
let repository: Repository;
let commits: string[];

beforeAll(async () => {
  running = await startPlatformProcess();
  hand = new Hand(running, "logged");
  await hand.create();
  commits = [
    await hand.push({ "src/a.py": "URI = 'm-0a1b2c3d4e5f.pkl'\n" }, "First\n\nModel-Bytes: 1"),
    await hand.push(
      { "src/a.py": "URI = 'M-FFFFFFFFFFFF.pkl'\n", "blob.bin": Buffer.from([0, 1, 2, ...Buffer.from("m-aaaaaaaaaaaa.pkl"), 0]) },
      "Second: ü",
    ),
  ];
  platform = connect({ apiAddress: running.url, gitAddress: running.url, apiKey: running.apiKey });
  repository = await platform.openRepository(hand.algorithm);
});
afterAll(async () => {
  await repository?.close();
  platform?.close();
  await running?.stop();
});

describe("a collection", () => {
  const store = () => `data://${hand.algorithm}`;

  test("is listed over all its pages", async () => {
    await hand.put("first", "x");
    for (let batch = 0; batch < 21; batch++) {
      await Promise.all(Array.from({ length: 50 }, (_, index) => hand.put(`m ${batch * 50 + index}é`, "12345")));
    }
    const files = await platform.data.list(store());
    expect(files).toHaveLength(1051);
    expect(new Set(files.map(({ uri }) => uri)).size).toBe(1051);
    expect(files.find(({ name }) => name === "m 1049é")).toEqual({
      uri: `${store()}/m 1049é`,
      name: "m 1049é",
      sizeBytes: 5,
      lastModified: expect.any(Date),
    });
  });

  test("that is not there has no files", async () => {
    expect(await platform.data.list(`${store()}_none`)).toEqual([]);
  });

  test("loses the one file that is deleted, and a second time that is as good", async () => {
    await platform.data.remove(`${store()}/m 1é`);
    await platform.data.remove(`${store()}/m 1é`);
    expect(await platform.data.stat(`${store()}/m 1é`)).toBeUndefined();
    expect(await platform.data.stat(`${store()}/m 2é`)).toMatchObject({ kind: "file" });
  });

  test.each(["", "/", "//"])("itself is never deleted, also not written with %j at its end", async (end) => {
    await expect(platform.data.remove(store() + end)).rejects.toMatchObject({ code: "NOT_A_STORED_FILE" });
    expect(await platform.data.stat(store())).toEqual({ kind: "directory" });
  });
});

describe("a repository", () => {
  test("tells a commit and all that it came from, newest first", async () => {
    const [first = "", second = ""] = commits;
    const log = await repository.log(second);
    expect(log.slice(0, 2)).toMatchObject([
      { commit: second, parents: [first], author: "Test", message: expect.stringMatching(/^Second: ü\n*$/) },
      { commit: first, author: "Test", message: expect.stringMatching(/^First\n\nModel-Bytes: 1\n*$/) },
    ]);
    expect(Number.isNaN(Date.parse(log[0]!.authoredAt))).toBe(false);
    expect(await repository.log("f".repeat(40))).toEqual([]);
  });

  test("finds texts in any file of a commit, in capitals and in binaries too", async () => {
    const texts = ["0a1b2c3d4e5f", "ffffffffffff", "aaaaaaaaaaaa", "aaaaaaaaaaab"];
    expect(await repository.textsIn(commits[0]!, texts)).toEqual(["0a1b2c3d4e5f"]);
    expect(await repository.textsIn(commits[1]!, texts)).toEqual(["ffffffffffff", "aaaaaaaaaaaa"]);
    expect(await repository.textsIn(commits[1]!, [])).toEqual([]);
    expect(await repository.textsIn("f".repeat(40), texts)).toBeUndefined();
  });

  test("without a published commit, as somebody rewrote the branch, everything may be needed", async () => {
    const lost = [
      { version: "0.9.0", commit: "f".repeat(40), buildId: "b", callability: undefined, sampleInput: undefined, publishedAt: undefined },
    ];
    const told: Platform = { ...platform, algorithms: { ...platform.algorithms, publishedVersions: async () => lost } };
    const search = searchSources({ algorithm: hand.algorithm, repository }, [{ uri: "data://a/b/c", digits: "0a1b2c3d4e5f" }], told, 0);
    expect((await search.needed()).get("data://a/b/c")).toBe(
      `version 0.9.0 of ${hand.algorithm} may name it: its commit ffffffff is not in the repository`,
    );
  });
});
