import { couldHoldReference, findReference, rewriteReference } from "../../../../../provider/rollout/reference";
import { applied, failure, model, rollOut, sources, wanted } from "../sources";

const old = "data://acme/sentiment/model.pkl";

/** Per language: code with the model's URI once as a literal, and in every place that is none. */
const code: Record<string, string> = {
  "src/a.py": `# "${old}"\n"""Loads ${old}.\n"it's\\""""\nx = 'don\\'t # "' + r"\\"\nM: str = "${old}"  # '\n"""about M"""\ny = f"{x:'>10} {d["k"]!r} {{}}" "z"\n`,
  "src/a.js": `// '${old}'\n/* "${old}" */ const r = /["'\`/]/g, q = a / b / c; const t = \`\${f("x}")} ' \${\`n\`}\`;\nconst M = "${old}"; // it's\n`,
  "src/a.ts": `type T = \`\${string}'\`; const it = "it's \\\n"; export const M: string = '${old}';\n`,
  "src/A.java": `class A { // "${old}"\n  char c = '"', d = '\\''; /* " */ String t = """\n    "it's" \\""" "\n    """;\n  String m = "${old}"; }`,
  "src/A.scala": `/* /* " */ " */ val q = '"'; val s = 'sym; val raw = """it's "\\""""; val i = s"$x \${f("}")} $$";\nval m = "${old}"`,
  "src/A.cs": `// "${old}"\nvar v = @"C:\\"; var d = @"say ""hi"""; var i = $"{f("}"):N2} {{"; var r = """\n it's " "" \n"""; char c = '"';\nvar m = "${old}";`,
  "src/a.rb": `=begin\n"${old}"\n=end\nx = %q(don't) + "#{f("}")} '" # "\ny = <<~SQL\n  it's "\nSQL\nz = a =~ /["']/ ? 1 : 2\nM = '${old}'\n`,
  "src/a.R": `# '${old}'\nx <- r"---(it's " )")---"; \`odd "name\` <- 1; y <- 'a "\nb'\nm <- "${old}"\n`,
  "src/a.rs": `/* /* " */ " */ fn f<'a, 'b>(x: &'a str) { let c = '"'; let d = '\\''; let e = b'"'; let r = r#"it"s"#; let n = r"\\";\nlet m = "${old}"; }`,
};

describe("A string literal", () => {
  test.each(Object.entries(code))("in %s is told from comments, characters and other strings, and only its text changes", (path, text) => {
    const { reference, after } = rollOut(sources({ [path]: text }));
    const at = text.lastIndexOf(old);
    const lines = text.slice(0, at).split("\n");
    expect(reference).toEqual({ kind: "source", path, uri: old, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 });
    expect(after[0]?.content.toString()).toBe(text.slice(0, at) + model.uri + text.slice(at + old.length));
    expect(couldHoldReference(path)).toBe(true);
  });

  test.each([
    [
      "src/a.py",
      [
        'M = "$"',
        "M = '$'",
        'M = """$"""',
        "M = '''$'''",
        'M = r"$"',
        "M = b'$'",
        'M = F"$"',
        'M = Rb"$"',
        'M = u"$"',
        'f(x, "$")',
        'M = f"{load("$")}"',
      ],
    ],
    ["src/a.js", ['m("$")', "m('$')", "m(`$`)", `m(\`\${load('$')}\`)`]],
    ["src/A.java", ['m("$");', 'm("""\n$""");'.replace("\n", "")]],
    ["src/A.scala", ['m("$")', 'm("""$""")', 'm(s"$")', 'm(raw"$")']],
    ["src/A.cs", ['m("$");', 'm(@"$");', 'm($"$");', 'm($@"$");', 'm("""$""");', 'm(""""$"""");']],
    ["src/a.rb", ['m "$"', "m '$'", "m %q($)", "m %Q[$]"]],
    ["src/a.r", ['m("$")', "m('$')", 'm(r"($)")', 'm(R"--[$]--")']],
    ["src/a.rs", ['m("$");', 'm(r"$");', 'm(r##"$"##);', 'm(b"$");']],
  ])("in %s may have any kind of quotes", (path, forms) => {
    // A function, as a replacement text gives the dollar a meaning.
    const fill = (form: string, uri: string) => form.replace(/\$(?=["'`)\]])(?!")|\$(?="["#);)\s},]|"$|"")/, () => uri);
    for (const form of forms) {
      const { after } = rollOut(sources({ [path]: fill(form, old) }));
      expect(after[0]?.content.toString()).toBe(fill(form, model.uri));
    }
  });

  test("that is written in escapes is read, and replaced as a whole", () => {
    const { after } = rollOut(sources({ "src/a.py": 'M = "d\\x61ta:\\u002f/\\141cme/sentiment/\\\nmodel.pkl" # ://' }));
    expect(after[0]?.content.toString()).toBe(`M = "${model.uri}" # ://`);
  });
});

describe("A new URI with odd characters", () => {
  const odd = `data://acme/sentiment/a"b'c\\d{e}f$g#{h}\u0060i\${j} é日😀.pkl`;
  test.each([
    ["src/a.py", [`M = "${old}"`, `M = '${old}'`, `M = """${old}"""`, `M = b"${old}"`, `M = f"${old}"`]],
    ["src/a.js", [`m("${old}")`, `m('${old}')`, `m(\`${old}\`)`]],
    ["src/A.java", [`m("${old}");`, `m("""${old}""");`]],
    ["src/A.scala", [`m("${old}")`, `m(s"${old}")`]],
    ["src/A.cs", [`m("${old}");`, `m($"${old}");`, `m(@"${old}");`, `m($@"${old}");`]],
    ["src/a.rb", [`m "${old}"`, `m '${old}'`]],
    ["src/a.r", [`m("${old}")`, `m('${old}')`]],
    ["src/a.rs", [`m("${old}");`, `m(r##"${old}"##);`]],
  ])("is escaped for the quotes of %s so that it reads back the same", (path, forms) => {
    for (const form of forms) rollOut(sources({ [path]: form }), {}, { ...model, uri: odd });
  });

  test.each([
    ["src/a.py", `M = r"${old}"`, 'data://acme/sentiment/a"b.pkl'],
    ["src/a.rs", `m(r"${old}");`, 'data://acme/sentiment/a"b.pkl'],
    ["src/A.scala", `m("""${old}""")`, 'data://acme/sentiment/a"""b.pkl'],
    ["src/a.py", `M = "${old}"`, "data://acme/sentiment/a\nb.pkl"],
  ])("is refused where the literal of %s has no way to write it", (path, text, uri) => {
    const files = sources({ [path]: text });
    const reference = findReference(files, wanted);
    expect(failure(() => rewriteReference(files, reference, { ...model, uri })).code).toBe("REFERENCE_UNWRITABLE");
  });
});

test("Bytes of other encodings, line ends, tabs and marks stay as they are", () => {
  const before = Buffer.concat([
    Buffer.from("\uFEFF# -*- coding: latin-1 -*-\r\n"),
    Buffer.from(`name = "caf\xe9\xff"\t \r\n\r\nM = ("${old}")  \r\n#\x0c\xe9`, "latin1"),
  ]);
  const { reference, after } = rollOut(sources({ "src/a.py": before }));
  expect(reference).toMatchObject({ line: 4, column: 7 });
  expect(after[0]?.content.toString("latin1")).toBe(before.toString("latin1").replace(old, model.uri));
});

test("The column counts characters", () => {
  expect(findReference(sources({ "src/a.py": `\uFEFFé = {"日": "${old}"}` }), wanted)).toMatchObject({ line: 1, column: 12 });
});

test("A literal that is not where it was found any more is not touched", () => {
  const reference = findReference(sources({ "src/a.py": `M = "${old}"` }), wanted);
  for (const text of [`\nM = "${old}"`, `M = "${old}x"`, "M = 1"]) {
    expect(() => rewriteReference(sources({ "src/a.py": text }), reference, model)).toThrow(/^src\/a\.py:1 does not name/);
  }
  expect(() => rewriteReference([], reference, model)).toThrow(/^src\/a\.py:1 does not name/);
  expect(applied([], [])).toEqual([]);
});

test("Only manifests and code can hold a reference", () => {
  const paths = ["src/a.py", "src/deep/A.JAVA", "model_manifest.json", "model_manifest.json.freeze", "config/x.json", "tests/test_a.py"];
  expect(paths.filter(couldHoldReference)).toEqual(paths);
  expect(
    ["requirements.txt", "environment.yml", "algorithmia.conf", "model.pkl", "README.md", "py", "src/py", ".adk"].filter(
      couldHoldReference,
    ),
  ).toEqual([]);
});
