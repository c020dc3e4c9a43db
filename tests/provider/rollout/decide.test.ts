import type { Build, PublishedVersion } from "../../../provider/client";
import { decide } from "../../../provider/rollout/decide";
import { type Desired, defaultTimeouts } from "../../../provider/rollout/desired";
import type { Observed, ObservedFile } from "../../../provider/rollout/observe";

const named = { kind: "source", path: "src/sentiment.py", uri: "data://acme/sentiment/sentiment.pkl", line: 4, column: 9 } as const;

const isAnyFile = () => true;
const file = (more: Partial<ObservedFile> = {}): ObservedFile => ({
  name: "",
  bytes: { kind: "local", path: "models/sentiment.pkl" },
  sha256: "a".repeat(64),
  uri: "data://acme/sentiment/sentiment-aaaaaaaaaaaa.pkl",
  store: "data://acme/sentiment",
  isModelFile: isAnyFile,
  sizeBytes: 7,
  inStore: "absent",
  named,
  ...more,
});

const desired: Desired = { algorithm: "acme/sentiment", files: [file()], versionType: "minor", timeouts: defaultTimeouts };

const version = (number: string, more: Partial<PublishedVersion> = {}): PublishedVersion => ({
  version: number,
  commit: `commit of ${number}`,
  buildId: `build of ${number}`,
  callability: undefined,
  sampleInput: undefined,
  publishedAt: undefined,
  ...more,
});

const headBuild = (id: string, status: Build["status"]): Build => ({ build_id: id, status, commit_sha: "head" });

const changed = [{ path: "src/sentiment.py", content: Buffer.from("") }];

const observed = (more: Partial<Observed> = {}): Observed => ({
  files: [file()],
  versions: [],
  sources: [],
  head: "head",
  changes: changed,
  tree: "tree",
  sameSource: [],
  headBuilds: [],
  publishedBuilds: new Set(),
  ...more,
});

test("new bytes are uploaded, committed, and their push's build is published", () => {
  expect(decide(observed(), desired)).toEqual({ upload: [file()], version: { kind: "release", commit: "new", build: { kind: "pushed" } } });
});

test("a file that is there with the right size and md5 is not uploaded again", () => {
  expect(decide(observed({ files: [file({ inStore: "same" })] }), desired).upload).toEqual([]);
});

test("a file with other bytes at the content name is uploaded anew", () => {
  expect(decide(observed({ files: [file({ inStore: "other" })] }), desired).upload).toHaveLength(1);
});

test("of several files only those are uploaded that are not there", () => {
  const files = [file(), file({ name: "vectorizer", inStore: "same" }), file({ name: "labels", inStore: "other" })];
  expect(decide(observed({ files }), desired).upload.map(({ name }) => name)).toEqual(["", "labels"]);
});

test("a model that is in storage already is never uploaded", () => {
  expect(decide(observed({ files: [file({ inStore: "other", bytes: { kind: "stored" } })] }), desired).upload).toEqual([]);
});

test("a published version of exactly that source is selected, even when the file has to be healed", () => {
  const old = version("0.2.0");
  expect(decide(observed({ sameSource: [old] }), desired)).toEqual({ upload: [file()], version: { kind: "select", version: old } });
});

test("of several published versions of that source the recorded one is kept", () => {
  const versions = [version("0.2.0"), version("0.10.0")];
  const plan = decide(observed({ sameSource: versions }), { ...desired, current: { version: "0.2.0" } });
  expect(plan.version).toEqual({ kind: "select", version: versions[0] });
});

test("of several published versions of that source the newest by number is selected", () => {
  const versions = [version("0.9.0"), version("0.10.0"), version("0.2.0")];
  expect(decide(observed({ sameSource: versions }), desired).version).toEqual({ kind: "select", version: versions[1] });
});

test("a published version with another callability does not do", () => {
  const plan = decide(observed({ sameSource: [version("0.2.0", { callability: "private" })] }), { ...desired, callability: "public" });
  expect(plan.version.kind).toBe("release");
});

test("a published version whose sample input the platform does not tell is selected", () => {
  expect(decide(observed({ sameSource: [version("0.2.0")] }), { ...desired, sampleInput: "1" }).version.kind).toBe("select");
});

test("a sample input that the platform lays out anew is the same one", () => {
  const seen = observed({ sameSource: [version("0.2.0", { sampleInput: '{ "b": 2,\n  "a": 1 }' })] });
  expect(decide(seen, { ...desired, sampleInput: '{"a":1,"b":2}' }).version.kind).toBe("select");
  expect(decide(seen, { ...desired, sampleInput: '{"a":1,"b":3}' }).version.kind).toBe("release");
});

describe("when the head names the model already", () => {
  const head = (builds: Build[], published: string[] = [], more: Partial<Observed> = {}) =>
    decide(observed({ changes: [], headBuilds: builds, publishedBuilds: new Set(published), ...more }), desired).version;

  test("its successful build is published, not repeated", () => {
    expect(head([headBuild("b2", "failed"), headBuild("b1", "succeeded")])).toEqual({
      kind: "release",
      commit: "head",
      build: { kind: "ready", buildId: "b1" },
    });
  });

  test("its running build is waited for", () => {
    expect(head([headBuild("b1", "in-progress")])).toMatchObject({ commit: "head", build: { kind: "running", buildId: "b1" } });
  });

  test("the build of its push is waited for when none is listed yet", () => {
    expect(head([])).toMatchObject({ commit: "head", build: { kind: "pushed" } });
  });

  test("a failed build is tried again", () => {
    expect(head([headBuild("b1", "failed")])).toMatchObject({ commit: "head", build: { kind: "start" } });
  });

  test("a published build with other settings makes way for a new build of the same commit", () => {
    const wanted = { ...desired, callability: "public" as const };
    const seen = observed({
      changes: [],
      headBuilds: [headBuild("b1", "succeeded")],
      publishedBuilds: new Set(["b1"]),
      sameSource: [version("0.2.0", { callability: "private", buildId: "b1" })],
    });
    expect(decide(seen, wanted).version).toEqual({ kind: "release", commit: "head", build: { kind: "start" } });
  });
});
