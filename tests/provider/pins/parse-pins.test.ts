import { parsePins } from "../../../provider/pins/parse-pins";

const hash = "9f2c41d07a55".padEnd(64, "0");
const other = "41d0".padEnd(64, "f");

test("a pin file is its entries in the file's order", () => {
  const text = `# comment
algorithms:
  acme/zebra: { uri: "s3+prod://models/z.pkl", sha256: ${other} }
  acme/sentiment:
    model: models/sentiment.pkl   # the good one
    sha256: ${hash.toUpperCase()}
    versionType: major
`;
  const pins = parsePins(text, "models.yaml");
  expect(pins).toEqual({
    path: "models.yaml",
    algorithms: {
      "acme/zebra": { uri: "s3+prod://models/z.pkl", sha256: other },
      "acme/sentiment": { model: "models/sentiment.pkl", sha256: hash, versionType: "major" },
    },
  });
  expect(Object.keys(pins.algorithms)).toEqual(["acme/zebra", "acme/sentiment"]);
});

test("every other input of AlgorithmModelVersion can stand in an entry", () => {
  const settings = {
    store: "data://acme/models",
    fileName: "{stem}-{sha256}{ext}",
    reference: { kind: "source", file: "src/sentiment.py", anchor: "MODEL =" },
    releaseNotes: "two\nlines",
    sampleInput: { text: ["good", 1, null] },
    sampleOutput: "positive",
    callability: "private",
    smokeTests: [{ name: "good", input: "good", expect: { contains: { label: "positive" } }, timeoutSeconds: 5 }],
    compare: { inputs: ["good", { inputText: "bad" }], tolerance: 0.1, maxDifferentShare: 0.5, onInconclusive: "publish" },
    retain: { files: 3 },
    updateMode: "publish",
    timeouts: { upload: 10, build: 20, smoke: 30, publish: 40 },
  };
  const text = JSON.stringify({ algorithms: { "acme/sentiment": { model: "m.pkl", sha256: hash, ...settings } } });
  expect(parsePins(text, "models.yaml").algorithms["acme/sentiment"]).toEqual({ model: "m.pkl", sha256: hash, ...settings });
});

test.each(["", "\n", "# nothing yet\n", "algorithms:\n", "algorithms: {}\n", "---\nalgorithms: ~\n", "{}"])("%j pins nothing", (text) => {
  expect(parsePins(text, "models.yaml").algorithms).toEqual({});
});

test.each(["1".repeat(64), `${"1".repeat(30)}e${"2".repeat(33)}`])("the hash %s, a number to YAML, is taken as it is written", (sha256) => {
  const text = `algorithms:\n  a/b:\n    model: m\n    sha256: ${sha256}\n`;
  expect(parsePins(text, "models.yaml").algorithms["a/b"]?.sha256).toBe(sha256);
});

test("anchors and aliases, Windows line ends and a byte order mark are read", () => {
  const text = `\uFEFFalgorithms:\r\n  a/b: &base\r\n    model: m\r\n    sha256: &h ${hash}\r\n  a/c:\r\n    model: n\r\n    sha256: *h\r\n  a/d: *base\r\n`;
  const { algorithms } = parsePins(text, "models.yaml");
  expect(Object.values(algorithms).map(({ sha256 }) => sha256)).toEqual([hash, hash, hash]);
});

/** `¦` marks where the error must point; it is taken out of the text. */
const bad: [string, string, string][] = [
  ["an unclosed brace", "{algorithms: 1¦", "this is not valid YAML: Flow map must end with a }"],
  ["a tab as indentation", "algorithms:\n¦\ta/b: 1\n", "this is not valid YAML: Tabs are not allowed as indentation"],
  ["a second document", `algorithms:\n¦---\nalgorithms:\n`, "a pin file holds one YAML document, here a second one begins"],
  ["a tag nobody knows", "algorithms: ¦!secret x\n", "this is not valid YAML: Unresolved tag: !secret"],
  ["an alias of nothing", "algorithms:\n  a/b: ¦*base\n", "there is no anchor &base before this"],
  [
    "an algorithm that occurs twice",
    `algorithms:\n  a/b:\n    model: m\n    sha256: ${hash}\n  ¦a/b:\n    model: n\n    sha256: ${hash}\n`,
    '"a/b" occurs twice',
  ],
  ["a field that occurs twice", `algorithms:\n  a/b:\n    model: m\n    ¦model: n\n    sha256: ${hash}\n`, '"model" occurs twice'],
  ["a list at the top", "¦- a/b\n", "the file must hold a mapping with the key algorithms, got a list"],
  ["text at the top", "# hm\n¦hello\n", 'the file must hold a mapping with the key algorithms, got "hello"'],
  ["a mistyped algorithms", `¦algoritms:\n  a/b: 1\n`, 'there is no field "algoritms" here, only algorithms. Did you mean algorithms?'],
  ["an entry at the top", `¦a/b:\n  model: m\n`, 'there is no field "a/b" here, only algorithms. Entries stand below `algorithms:`'],
  ["a list of algorithms", "algorithms:\n  ¦- a/b\n", 'algorithms must be a mapping from "owner/name" to a pin, got a list'],
  ["an algorithm without owner", `algorithms:\n  ¦b:\n    model: m\n    sha256: ${hash}\n`, 'expected "owner/name", got "b"'],
  [
    "an algorithm with a version",
    `algorithms:\n  ¦a/b/1.0.0:\n    model: m\n    sha256: ${hash}\n`,
    'expected "owner/name" without a version',
  ],
  ["an entry without anything", "algorithms:\n  ¦a/b:\n", "a/b must be a mapping with model (or uri) and sha256, got nothing"],
  [
    "an entry that is a path",
    "algorithms:\n  a/b: ¦models/m.pkl\n",
    'a/b must be a mapping with model (or uri) and sha256, got "models/m.pkl"',
  ],
  ["a short hash", `algorithms:\n  a/b:\n    model: m\n    sha256: ¦9f2c\n`, 'sha256 must be 64 hexadecimal digits, got "9f2c"'],
  ["a hash with another letter", `algorithms:\n  a/b: {model: m, sha256: ¦"${"g".repeat(64)}"}\n`, "sha256 must be 64 hexadecimal digits"],
  ["a hash that is a number", "algorithms:\n  a/b:\n    model: m\n    sha256: ¦12\n", "sha256 must be text, got 12"],
  ["an empty hash", "algorithms:\n  a/b:\n    model: m\n    ¦sha256:\n", "sha256 must be text, got nothing"],
  ["no hash", "algorithms:\n  ¦a/b:\n    model: m\n", "a/b has no sha256"],
  ["neither model nor uri", `algorithms:\n  ¦a/b:\n    sha256: ${hash}\n`, "a/b has neither model (a local file) nor uri (one in storage)"],
  [
    "both model and uri",
    `algorithms:\n  a/b:\n    model: m\n    ¦uri: data://a/b/m\n    sha256: ${hash}\n`,
    "a/b has both model and uri; a pin names one file, here or in storage",
  ],
  ["an empty model", `algorithms:\n  a/b:\n    model: ¦""\n    sha256: ${hash}\n`, "model is empty"],
  ["a model that is a list", `algorithms:\n  a/b:\n    sha256: ${hash}\n    model:\n      ¦- m\n`, "model must be text, got a list"],
  ["a uri that is none", `algorithms:\n  a/b:\n    sha256: ${hash}\n    uri: ¦data://.my/b/m\n`, "uri: .my means whoever asks"],
  [
    "a store that is none",
    `algorithms:\n  a/b:\n    sha256: ${hash}\n    model: m\n    store: ¦acme\n`,
    "store: expected data://owner/collection",
  ],
  [
    "a file name without hash",
    `algorithms:\n  a/b:\n    sha256: ${hash}\n    model: m\n    fileName: ¦"{stem}"\n`,
    "fileName: it must hold {sha256}",
  ],
  [
    "a mistyped field",
    `algorithms:\n  a/b:\n    ¦modle: m\n    sha256: ${hash}\n    model: n\n`,
    'there is no field "modle" in a pin. Did you mean model?',
  ],
  [
    "a field that is like no other",
    `algorithms:\n  a/b:\n    model: m\n    sha256: ${hash}\n    ¦zebra: 1\n`,
    'there is no field "zebra" in a pin',
  ],
  [
    "a version type that is none",
    `algorithms:\n  a/b:\n    model: m\n    sha256: ${hash}\n    versionType: ¦patch\n`,
    'versionType must be revision or minor or major, got "patch"',
  ],
  [
    "a mistyped timeout",
    `algorithms:\n  a/b:\n    model: m\n    sha256: ${hash}\n    timeouts:\n      ¦biuld: 1\n`,
    'there is no field "biuld" in timeouts. Did you mean build?',
  ],
  [
    "a timeout of no time",
    `algorithms:\n  a/b:\n    model: m\n    sha256: ${hash}\n    timeouts: {build: ¦0}\n`,
    "timeouts.build must be more than 0, got 0",
  ],
  [
    "half a file to keep",
    `algorithms:\n  a/b:\n    model: m\n    sha256: ${hash}\n    retain: {files: ¦1.5}\n`,
    "retain.files must be a whole number, got 1.5",
  ],
  [
    "a reference of no kind",
    `algorithms:\n  a/b:\n    model: m\n    sha256: ${hash}\n    reference: {kind: ¦magic}\n`,
    'reference.kind must be manifest or source, got "magic"',
  ],
  [
    "a reference that lacks its file",
    `algorithms:\n  a/b:\n    model: m\n    sha256: ${hash}\n    ¦reference: {kind: source}\n`.replace("¦reference: ", "reference: ¦"),
    "reference.file is missing",
  ],
  [
    "a smoke test without a name",
    `algorithms:\n  a/b:\n    model: m\n    sha256: ${hash}\n    smokeTests:\n      - {name: x, input: 1, expect: {equals: 1}}\n      - ¦{input: 1, expect: {equals: 1}}\n`,
    "smokeTests.1.name is missing",
  ],
  [
    "a smoke test that expects nothing",
    `algorithms:\n  a/b:\n    model: m\n    sha256: ${hash}\n    smokeTests:\n      - {name: x, input: 1, expect: ¦{}}\n`,
    "smokeTests.0.expect must hold at least one of equals, approximately, contains, matches, noError, maxLatencyMs, got none",
  ],
  [
    "a mistyped expectation",
    `algorithms:\n  a/b:\n    model: m\n    sha256: ${hash}\n    smokeTests:\n      - {name: x, input: 1, expect: {¦equal: 1}}\n`,
    'there is no field "equal" in smokeTests.expect. Did you mean equals?',
  ],
  [
    "a comparison of nothing",
    `algorithms:\n  a/b:\n    model: m\n    sha256: ${hash}\n    compare: {inputs: ¦[]}\n`,
    "compare.inputs is empty",
  ],
  [
    "a share beyond all",
    `algorithms:\n  a/b:\n    model: m\n    sha256: ${hash}\n    compare: {inputs: [1], maxDifferentShare: ¦3}\n`,
    "compare.maxDifferentShare must be at most 1, got 3",
  ],
];

test.each(bad)("%s is malformed, and the error points at it", (_, marked, reason) => {
  const offset = marked.indexOf("¦");
  const text = marked.replace("¦", "");
  const before = marked.slice(0, offset).split("\n");
  const place = `models.yaml:${before.length}:${before.at(-1)!.length + 1}: ${reason}`;
  expect(() => parsePins(text, "models.yaml")).toThrow(
    expect.objectContaining({ code: "PINS_MALFORMED", message: expect.stringContaining(place) }),
  );
});

test.each(bad)("%s is found at the same place in a file with Windows line ends and a byte order mark", (_, marked) => {
  const offset = marked.indexOf("¦");
  const before = marked.slice(0, offset).split("\n");
  const text = `\uFEFF${marked.replace("¦", "").replaceAll("\n", "\r\n")}`;
  expect(() => parsePins(text, "models.yaml")).toThrow(`models.yaml:${before.length}:${before.at(-1)!.length + 1}: `);
});

test("of several problems the first in the file is told", () => {
  const text = `algorithms:\n  a/b:\n    model: m\n    sha256: xyz\n    zebra: 1\n  c:\n    model: m\nmore: 1\n`;
  expect(() => parsePins(text, "p.yaml")).toThrow("p.yaml:4:13: sha256 must be 64 hexadecimal digits");
});

test("aliases that multiply beyond measure are refused, not computed", () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) =>
      `x${level}: &x${level} [${Array(12)
        .fill(level === 0 ? "y" : `*x${level - 1}`)
        .join(", ")}]`,
  );
  expect(() => parsePins(`${levels.join("\n")}\n`, "p.yaml")).toThrow(expect.objectContaining({ code: "PINS_MALFORMED" }));
});

test("the error says what to do next, in one paragraph", () => {
  expect(() => parsePins("algorithms:\n  a/b:\n    model: m\n    sha256: 9f2c\n", "models.yaml")).toThrow(
    'models.yaml:4:13: sha256 must be 64 hexadecimal digits, got "9f2c". Correct the file and run the command again.',
  );
});
