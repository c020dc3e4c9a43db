import { findReference, type ReferenceInput, type SourceFile } from "../../../../../provider/rollout/reference";
import { cpuMilliseconds } from "../../../../support/cpu-time";
import { failure, rollOut, sources, textOf, wanted } from "../sources";

const old = "data://acme/sentiment/model.pkl";
const notFound = (files: SourceFile[], reference?: ReferenceInput) => {
  const { code, message } = failure(() => findReference(files, { ...wanted, reference }));
  expect(code).toBe("REFERENCE_NOT_FOUND");
  return message;
};
const ambiguous = (files: SourceFile[], reference?: ReferenceInput) => {
  const { code, message } = failure(() => findReference(files, { ...wanted, reference }));
  expect(code).toBe("REFERENCE_AMBIGUOUS");
  return message;
};

describe("The search in all code", () => {
  test("takes the only literal with the model's name in the store, case of owner and collection aside", () => {
    const files = sources({
      "src/a.py":
        'WORDS = "data://acme/sentiment/words.txt"\nFAR = "data://acme/other/model.pkl"\nM = "data://ACME/Sentiment/model-0123456789ab.pkl"',
      "src/b.py": "import a",
    });
    expect(findReference(files, wanted)).toMatchObject({ path: "src/a.py", line: 3, uri: "data://ACME/Sentiment/model-0123456789ab.pkl" });
  });

  test("takes the three slashes that the clients take", () => {
    expect(rollOut(sources({ "a.py": 'M = "data:///acme/sentiment/model.pkl"' })).reference).toMatchObject({ line: 1 });
  });

  test("finds a store in a data connector by its exact name", () => {
    const files = sources({ "a.py": 'A = "s3+Prod://b/x/model.pkl"; B = "s3://b/x/model.pkl"; C = "s3+prod://b/x/model.pkl"' });
    expect(findReference(files, { ...wanted, store: "s3+prod://b/x" })).toMatchObject({ uri: "s3+prod://b/x/model.pkl" });
  });

  test("does not look into tests, configuration or binary files", () => {
    const files = sources({
      "src/a.py": `M = "${old}"`,
      ...Object.fromEntries(
        [
          "src/a_test.py",
          "src/test_a.py",
          "tests/a.py",
          "test/x/a.py",
          "src/a.test.js",
          "a.spec.ts",
          "conf.yaml",
          "algorithmia.conf",
          "x.json",
        ].map((path) => [path, `M = "${old}"`]),
      ),
      "src/binary.py": `\0"${old}"`,
    });
    expect(findReference(files, wanted)).toMatchObject({ path: "src/a.py" });
  });

  test("lists two places and gives the input for the first", () => {
    const message = ambiguous(sources({ "src/a.py": `M = "${old}"\n`, "src/b.py": `x(1,\n  load('${old}'))` }));
    expect(message).toContain(`src/a.py:1 "${old}", src/b.py:2 "${old}"`);
    expect(message).toContain('`reference: { kind: "source", file: "src/a.py" }`');
  });

  test("gives an anchor when the file alone does not tell", () => {
    const files = sources({ "src/a.py": `OLD = "${old}"\nNEW = "${old}"` });
    expect(ambiguous(files)).toContain('{ kind: "source", file: "src/a.py", anchor: "OLD" }');
  });

  test("lists at most eight of many", () => {
    const text = Array.from({ length: 30 }, (_, index) => `M${index} = "${old}"`).join("\n");
    const message = ambiguous(sources({ "src/a.py": text }));
    expect(message).toContain("src/a.py:8 ");
    expect(message).not.toContain("src/a.py:9 ");
    expect(message).toContain("and 22 more");
  });

  test("that finds nothing says where it looked", () => {
    expect(notFound([])).toContain("Looked at: model_manifest.json (absent), 0 source files with 0 storage URIs.");
    expect(notFound(sources({ "a.py": "x = 1", "tests/b.py": `"${old}"` }))).toContain("1 source file with 0 storage URIs");
  });
});

describe("What cannot be the reference is listed with the reason", () => {
  test.each([
    ["another store", 'M = "data://acme/other/model.pkl"', "not in data://acme/sentiment"],
    ["another file name", 'M = "data://acme/sentiment/classifier.pkl"', "another file name"],
    ["the caller's folder", 'M = "data://.my/sentiment/model.pkl"', "`.my` is the folder of whoever calls; write acme instead"],
    ["a folder", 'M = "data://acme/sentiment/"', "it names a folder"],
    ["a collection", 'M = "data://acme/sentiment"', "it names a folder"],
    ["code in it", 'M = f"data://acme/sentiment/model-{v}.pkl"', "it holds code, so it cannot be rewritten"],
    ["code as its owner", 'M = f"data://{owner}/sentiment/model.pkl"', "it holds code, so it cannot be rewritten"],
    ["strings side by side", 'M = "data://acme/sentiment/" "model.pkl"', "it is joined with other text, so it cannot be rewritten"],
    ["strings side by side on two lines", 'M = ("data://acme/sentiment/"  # folder\n  "model.pkl")', "it is joined with other text"],
    ["strings side by side by a continued line", 'M = "data://acme/sentiment/" \\\n  "model.pkl"', "it is joined with other text"],
    ["a sum", 'M = "data://acme/sentiment/model.pkl" + suffix', "it is joined with other text"],
    ["a sum from the left", 'M = prefix + \\\n "data://acme/sentiment/model.pkl"', "it is joined with other text"],
    ["a growing text", 'M += "data://acme/sentiment/model.pkl"', "it is joined with other text"],
    ["a template", 'M = "data://acme/sentiment/%s.pkl" % name', "its file name is filled in at run time"],
    ["a template with braces", 'M = "data://acme/sentiment/{}".format(name)', "its file name is filled in at run time"],
    ["a mention", `print("loading ${old}, please wait")`, "inside a longer text"],
    ["a folder that hosted data cannot have", 'M = "data://acme/sentiment/sub/model.pkl"', "not in data://acme/sentiment"],
  ])("%s", (_name, text, reason) => {
    const message = notFound(sources({ "src/a.py": text }));
    expect(message).toMatch(/src\/a\.py:[12] "/);
    expect(message).toContain(reason);
  });

  test("in JavaScript, too", () => {
    for (const text of [
      `\`data://acme/sentiment/model-\${v}.pkl\``,
      '"data://acme/sentiment/" + name',
      '"data://acme/sentiment/"\n  + name',
      '"data://acme/sentiment/".concat(name)',
    ]) {
      expect(notFound(sources({ "a.js": `const m = ${text};` }))).toContain("cannot be rewritten");
    }
  });

  test("with the likeliest first, and the input that selects it", () => {
    const message = notFound(
      sources({ "src/a.py": 'A = "data://x/y/z"\nB = "data://acme/other/model.pkl"\nC = "data://acme/sentiment/classifier.pkl"' }),
    );
    expect(message).toMatch(/src\/a\.py:3 .*src\/a\.py:2 .*src\/a\.py:1 /);
    expect(message).toContain('`reference: { kind: "source", file: "src/a.py" }`');
  });
});

describe("Two strings beside each other are not one", () => {
  test.each([
    ["in two statements", `M = "${old}"\n"""about M"""`],
    ["with Windows line ends", `M = "${old}"\r\n"""about M"""\r\n`],
    ["with a comma between", `f("${old}", "r")`],
    ["in a list", `x = ["${old}",\n  "other"]`],
    ["with a word between", `x = "${old}" if y else "other"`],
  ])("%s", (_name, text) => {
    expect(rollOut(sources({ "src/a.py": text })).reference).toMatchObject({ uri: old });
  });
});

describe("The file that the input names", () => {
  const reference = (file: string, anchor?: string): ReferenceInput => ({ kind: "source", file, anchor });

  test("is searched although it is a test or other files name the model, too", () => {
    const files = sources({ "src/a.py": `M = "${old}"`, "tests/b.py": `M = "${old}"` });
    expect(rollOut(files, { reference: reference("tests/b.py") }).reference).toMatchObject({ path: "tests/b.py" });
  });

  test("goes before a manifest, which is not even read", () => {
    expect(
      rollOut(sources({ "src/a.py": `M = "${old}"`, "model_manifest.json": "broken" }), { reference: reference("src\\a.py") }).reference,
    ).toMatchObject({ path: "src/a.py" });
  });

  test("may hold the model under any name when it is the only file of the store there", () => {
    const files = sources({ "a.py": 'A = "data://acme/other/model.pkl"\nM = "data://acme/sentiment/classifier.bin"' });
    expect(rollOut(files, { reference: reference("a.py") }).reference).toMatchObject({ line: 2 });
  });

  test("gives the model's name the preference over other files of the store", () => {
    const files = sources({ "a.py": `A = "data://acme/sentiment/words.txt"\nM = "${old}"` });
    expect(rollOut(files, { reference: reference("a.py") }).reference).toMatchObject({ line: 2 });
  });

  test("with two files of the store needs an anchor", () => {
    const files = sources({ "a.py": 'A = "data://acme/sentiment/words.txt"\nB = "data://acme/sentiment/classifier.bin"' });
    expect(ambiguous(files, reference("a.py"))).toContain('{ kind: "source", file: "a.py", anchor: "A" }');
  });

  test("that is absent, or no code that can be read, is named in the error with what there is", () => {
    const files = sources({ "src/a.py": "x", "conf.yaml": `m: "${old}"`, "src/b.py": `\0"${old}"` });
    expect(notFound(files, reference("src/c.py"))).toContain("src/c.py (absent; there are src/a.py, src/b.py)");
    expect(notFound(files, reference("conf.yaml"))).toContain("conf.yaml (its language is not read here)");
    expect(notFound(files, reference("src/b.py"))).toContain("src/b.py (binary, not source code)");
    expect(notFound([], reference("a.py"))).toContain("a.py (absent, as is any source code)");
  });
});

describe("An anchor", () => {
  const source = (text: string) => sources({ "a.py": text });
  const anchored = (anchor: string): ReferenceInput => ({ kind: "source", file: "a.py", anchor });
  const lineOf = (text: string, anchor: string) => rollOut(source(text), { reference: anchored(anchor) }).reference.line;

  test("selects the literal on its line, whatever that names", () => {
    expect(lineOf(`A = "${old}"\nB = "s3+prod://x/y.bin"\n`, "B")).toBe(2);
    expect(lineOf(`A = "${old}"\r\nB = "data://.my/x/y.bin"\r\n`, "B =")).toBe(2);
  });

  test("is a word of its own where it stands as one", () => {
    expect(lineOf(`old_model = "${old}"\nmodel = "${old}"\nmodel2 = "${old}"`, "model")).toBe(2);
    expect(lineOf(`words = 1\nmy_model_path = "${old}"`, "model")).toBe(2);
  });

  test("selects the first storage URI after it, on a minified line, too", () => {
    const files = sources({ "a.js": `a("x"),b("${old}","data://p/q/r"),c=load("y","data://p/q/s")` });
    const { after, reference } = rollOut(files, { reference: { kind: "source", file: "a.js", anchor: "c=" } });
    expect(reference.uri).toBe("data://p/q/s");
    expect(textOf(after, "a.js")).toContain(`b("${old}","data://p/q/r"),c=load("y","data://acme`);
  });

  test("may have letters of any script", () => {
    expect(lineOf(`m = "${old}"\nmodèle = "${old}"`, "modèle")).toBe(2);
  });

  test("that stands behind the literal, on another line, in a comment or nowhere selects nothing", () => {
    const text = `M = "${old}"  # model\nX = 1\n# Y = "${old}"`;
    for (const anchor of ["model", "X", "Y", "nowhere", " "]) {
      expect(notFound(source(text), anchored(anchor))).toContain(`after the anchor ${JSON.stringify(anchor)}: a.py:1 "${old}"`);
    }
  });

  test("on several lines is ambiguous", () => {
    expect(ambiguous(source(`load("${old}")\nload("${old}")`), anchored("load"))).toContain(`a.py:1 "${old}", a.py:2 "${old}"`);
  });

  test("does not make a text writable that is put together", () => {
    for (const text of [
      `M = f"data://{o}/sentiment/model.pkl"`,
      `M = "data://acme/sentiment/" "model.pkl"`,
      'M = "data://acme/sentiment"',
    ]) {
      expect(notFound(source(text), anchored("M"))).toMatch(/it (holds code|is joined|names a folder)/);
    }
  });
});

describe("Source that is not what it should be", () => {
  test.each([
    ["a quote without end", `x = 'it\nM = "${old}"`],
    ["a triple quote without end", `M = "${old}"\nx = """never closed\n`],
    ["a brace without end", `x = f"{y\nM = "${old}"`],
    ["backslashes everywhere", `\\\\ \\" \\\nM = "${old}"\\`],
    ["Windows paths", `A = "C:\\\\models\\\\"; B = r"C:\\models"\nM = "${old}"`],
    ["a colour that looks like a comment", `C = "#fff"\nM = "${old}"`],
  ])("is read as far as it goes: %s", (_name, text) => {
    expect(rollOut(sources({ "src/a.py": text })).reference).toMatchObject({ uri: old });
  });

  test.each([
    ["plain code", "a.py", `x = {"k": [1, 'two']}  # three\n`],
    ["quotes without end on one line", "a.js", "' \" / "],
    ["templates in templates without end", "a.js", "`${"],
    ["braces in f-strings without end", "a.py", 'f"""{'],
    ["escaped backticks", "a.js", "\\`"],
    ["open comments", "a.rs", "/*"],
    ["growing raw quotes", "a.cs", '"""" """"" """""" '],
    ["other URIs on one line", "a.js", '"data://x/y/z",'],
    ["brackets", "a.py", "((["],
    ["random bytes", "a.rb", "\xe9%q( <<~A #{ \x01"],
  ])("of two megabytes takes no more than seconds: %s", (_name, path, piece) => {
    const filler = piece.repeat(Math.ceil((2 * 1024 * 1024) / piece.length));
    const started = cpuMilliseconds();
    const outcome = failure(() => findReference(sources({ [path]: `${filler}://` }), wanted));
    expect(outcome.code).toBe("REFERENCE_NOT_FOUND");
    expect(cpuMilliseconds() - started).toBeLessThan(20_000);
  });
});
