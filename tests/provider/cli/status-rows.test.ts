import { renderStatus } from "../../../provider/cli/render-status";
import { type LocalFile, type ServedAnswer, statusRows } from "../../../provider/cli/status-rows";
import type { Pins } from "../../../provider/pins/parse-pins";
import type { ServedFile } from "../../../provider/rollout/served";

const sha256 = "9f2c41d07a55".padEnd(64, "0");
const other = "41d0aabbccdd".padEnd(64, "0");
const algorithm = "acme/sentiment";
const pins: Pins = { path: "models.yaml", algorithms: { [algorithm]: { model: "m.pkl", sha256 } } };
const version = {
  version: "1.3.0",
  versionHash: "c".repeat(40),
  files: [{ name: "", uri: "data://acme/sentiment/m-9f2c41d07a55.pkl", sha256, sizeBytes: 7 }],
};
const serving = (file: Partial<ServedFile>): ServedAnswer => ({ ...version, files: [{ ...version.files[0]!, ...file }] });

function rowOf(answer: ServedAnswer | undefined, local?: LocalFile) {
  const served = new Map(answer === undefined ? [] : [[algorithm, answer]]);
  return statusRows(pins, served, new Map(local === undefined ? [] : [[algorithm, local]]))[0]!;
}

test("a pin that is served and lies here has no drift", () => {
  expect(rowOf(version, "as pinned")).toEqual({
    algorithm,
    pinnedSha256: sha256,
    servedSha256: sha256,
    servedUri: version.files[0]!.uri,
    version: "1.3.0",
    versionHash: version.versionHash,
    drift: [],
  });
});

test.each<[string, ServedAnswer | undefined, LocalFile | undefined, string[]]>([
  ["nothing is published", "nothing published", "as pinned", ["not-published"]],
  ["nobody was asked", undefined, undefined, ["not-published"]],
  ["there is no algorithm", "no such algorithm", "as pinned", ["algorithm-missing"]],
  ["other bytes are served", serving({ sha256: other }), undefined, ["other-bytes"]],
  ["the version does not tell its bytes", serving({ sha256: undefined }), undefined, ["bytes-unknown"]],
  ["the version names no file", serving({ sha256: undefined, uri: undefined, sizeBytes: undefined }), undefined, ["bytes-unknown"]],
  ["the served file is gone", serving({ sha256: undefined, sizeBytes: undefined }), undefined, ["stored-file-missing"]],
  ["a connector's file is gone", serving({ uri: "s3://b/k", sha256: undefined, sizeBytes: undefined }), undefined, ["stored-file-missing"]],
  ["the file here is missing", version, "missing", ["file-missing"]],
  ["the file here is another", version, "differs", ["file-differs"]],
  ["both differ", serving({ sha256: other }), "differs", ["other-bytes", "file-differs"]],
])("when %s it shows", (_, answer, local, codes) => {
  expect(rowOf(answer, local).drift.map(({ code }) => code)).toEqual(codes);
});

test("an unusable file says why", () => {
  expect(rowOf(version, { unusable: "MODEL_IS_LFS_POINTER" }).drift).toEqual([
    { code: "file-unusable", text: "pinned file unusable here: MODEL_IS_LFS_POINTER" },
  ]);
});

test("the table has one line a pin, hashes at twelve digits, and says none where nothing differs", () => {
  const both: Pins = { path: "models.yaml", algorithms: { ...pins.algorithms, "a/b": { uri: "data://a/b/c", sha256: other } } };
  const rows = statusRows(both, new Map([[algorithm, version]]), new Map([[algorithm, "as pinned" as const]]));
  expect(renderStatus(rows)).toBe(
    [
      "ALGORITHM       PINNED        SERVED        VERSION  DRIFT",
      "acme/sentiment  9f2c41d07a55  9f2c41d07a55  1.3.0    none",
      "a/b             41d0aabbccdd  -             -        not published",
      "",
    ].join("\n"),
  );
});

test("colours are there only when asked for, and never shift a column", () => {
  const rows = [rowOf(version, "differs")];
  const colourful = renderStatus(rows, { colour: true });
  expect(colourful).toContain("\u001b[31mpinned file differs here\u001b[39m");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape is what is looked for.
  expect(colourful.replace(/\u001b\[\d+m/g, "")).toBe(renderStatus(rows));
});

test("every file of a pin has a line of its own", () => {
  const several: Pins = {
    path: "models.yaml",
    algorithms: { [algorithm]: { model: "m.pkl", sha256, models: { words: { model: "words.txt", sha256: other } } } },
  };
  const served: ServedAnswer = { ...version, files: [...version.files, { name: "words", sha256 }] };
  const rows = statusRows(several, new Map([[algorithm, served]]), new Map());
  expect(rows.map(({ name, drift }) => [name ?? "", drift.map(({ code }) => code)])).toEqual([
    ["", []],
    ["words", ["other-bytes"]],
  ]);
  expect(renderStatus(rows)).toMatch(/^acme\/sentiment \(words\) .*other bytes$/m);
});
