import { parsePins } from "../../../provider/pins/parse-pins";
import { type NewPin, rewritePin } from "../../../provider/pins/rewrite-pin";
import { changedLines, old, pin, sha256, styled } from "./styled-pins";

test("only the two values of the entry change; comments, order and blanks stay", () => {
  expect(changedLines(styled, rewritePin(styled, "acme/sentiment", pin))).toEqual([
    ["        model: models/sentiment.pkl", "        model: models/new.pkl"],
    [
      `        sha256: ${old}      # preview fails when the file is anything else`,
      `        sha256: ${sha256}      # preview fails when the file is anything else`,
    ],
  ]);
});

test("quotes stay as they were", () => {
  expect(changedLines(styled, rewritePin(styled, "acme/zebra", pin))).toEqual([
    [`    sha256: '${old}'   # quoted once`, `    sha256: '${sha256}'   # quoted once`],
    [
      '    model: "models/z.pkl"          # or uri: s3+prod://models/z.pkl',
      '    model: "models/new.pkl"          # or uri: s3+prod://models/z.pkl',
    ],
  ]);
});

test("an entry in one line stays in one line", () => {
  expect(changedLines(styled, rewritePin(styled, "acme/flow", { model: "it's, new.pkl", sha256, versionType: "major" }))).toEqual([
    [
      `  acme/flow: {model: 'it''s.pkl', sha256: ${old}} # in one line`,
      `  acme/flow: {model: 'it''s, new.pkl', sha256: ${sha256}, versionType: major} # in one line`,
    ],
  ]);
});

test("a model becomes a uri, and a uri a model, on the same line", () => {
  const asUri = rewritePin(styled, "acme/zebra", { uri: "s3+prod://models/z.pkl", sha256 });
  expect(changedLines(styled, asUri)[1]![1]).toBe('    uri: "s3+prod://models/z.pkl"          # or uri: s3+prod://models/z.pkl');
  expect(rewritePin(asUri, "acme/zebra", { model: "models/z.pkl", sha256: old })).toBe(styled);
});

test("a pin that says this already leaves the text as it is, also when the hash is in capitals", () => {
  expect(rewritePin(styled, "acme/zebra", { model: "models/z.pkl", sha256: old })).toBe(styled);
  const capitals = styled.replaceAll(old, old.toUpperCase());
  expect(rewritePin(capitals, "acme/zebra", { model: "models/z.pkl", sha256: old })).toBe(capitals);
});

test("a field that the entry lacks comes behind its last one, in its indentation", () => {
  const rewritten = rewritePin(styled, "acme/sentiment", { ...pin, versionType: "revision" });
  const lines = rewritten.split("\n");
  const index = lines.findIndex((line) => line.includes("versionType"));
  expect(lines[index]).toBe("        versionType: revision");
  expect(lines[index - 1]).toContain(sha256);
  expect(rewritten.replace("        versionType: revision\n", "")).toBe(rewritePin(styled, "acme/sentiment", pin));
});

test("a version type that stands there is changed, and left alone when none is given", () => {
  const text = `algorithms:\n  a/b:\n    model: m\n    sha256: ${old}\n    versionType: minor # why\n`;
  expect(rewritePin(text, "a/b", { ...pin, versionType: "major" })).toContain("    versionType: major # why\n");
  expect(rewritePin(text, "a/b", pin)).toContain("    versionType: minor # why\n");
});

test("an entry that was begun by hand is completed", () => {
  const text = "algorithms:\n  a/b:\n    sha256:   # to come\n    model: m # hm";
  expect(rewritePin(text, "a/b", { ...pin, versionType: "minor" })).toBe(
    `algorithms:\n  a/b:\n    sha256: ${sha256}   # to come\n    model: models/new.pkl # hm\n    versionType: minor\n`,
  );
  expect(rewritePin("algorithms:\n  a/b:\n    model: m\n    sha256:", "a/b", { ...pin, versionType: "minor" })).toBe(
    `algorithms:\n  a/b:\n    model: models/new.pkl\n    sha256: ${sha256}\n    versionType: minor\n`,
  );
});

test("values in blocks and in several lines are replaced as a whole", () => {
  const text = `algorithms:\n  a/b:\n    model: >-\n      models/a\n      long.pkl\n    sha256: "${old.slice(0, 32)}\\\n      ${old.slice(32)}"\n    versionType: minor\n`;
  expect(rewritePin(text, "a/b", pin)).toBe(
    `algorithms:\n  a/b:\n    model: models/new.pkl\n    sha256: "${sha256}"\n    versionType: minor\n`,
  );
});

test("three hundred changes in a row to random entries never touch another line", () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  let text = styled;
  for (let round = 0; round < 300; round += 1) {
    const algorithm = ["acme/zebra", "acme/sentiment", "acme/flow"][random(3)]!;
    const hash = Array.from({ length: 64 }, () => random(16).toString(16)).join("");
    const file: Pick<NewPin, "model" | "uri"> = random(2)
      ? { model: `models/${random(99)}.pkl` }
      : { uri: `data://acme/models/${random(99)}.pkl` };
    const rewritten = rewritePin(text, algorithm, { ...file, sha256: hash } as NewPin);
    const changed = changedLines(text, rewritten);
    expect(changed.length).toBeLessThanOrEqual(2);
    for (const [, line] of changed) expect(line).toMatch(/model|uri|sha256/);
    expect(parsePins(rewritten, "p").algorithms[algorithm]).toMatchObject({ ...file, sha256: hash });
    text = rewritten;
  }
  expect(
    text
      .split("\n")
      .filter((line) => line.includes("#"))
      .map((line) => line.slice(line.indexOf("#"))),
  ).toEqual(
    styled
      .split("\n")
      .filter((line) => line.includes("#"))
      .map((line) => line.slice(line.indexOf("#"))),
  );
});

describe("is refused, with the place,", () => {
  test.each([
    ["a file that is not YAML", "algorithms: [", "models.yaml:1:"],
    [
      "another entry that is malformed",
      `algorithms:\n  a/b: { model: m, sha256: ${old} }\n  c: 1\n`,
      'models.yaml:3:3: expected "owner/name", got "c"',
    ],
    ["a top that is a list", "- a\n", "models.yaml:1:1: the file must hold a mapping"],
    ["algorithms that are a list", "algorithms:\n  - a\n", "models.yaml:2:3: algorithms must be a mapping"],
    ["an entry that is text", "algorithms:\n  a/b: m.pkl\n", "models.yaml:2:8: a/b must be a mapping"],
    [
      "an entry that is a copy",
      `algorithms:\n  a/c: &c { model: m, sha256: ${old} }\n  a/b: *c\n`,
      "models.yaml:3:8: a/b is a copy of another entry (*c); write it out",
    ],
    [
      "a hash that others copy",
      `algorithms:\n  a/b: { model: m, sha256: &h ${old} }\n  a/c: { model: n, sha256: *h }\n`,
      "models.yaml:2:8: a/b shares text with other entries; write it out",
    ],
  ])("%s", (_, text, message) => {
    expect(() => rewritePin(text, "a/b", pin)).toThrow(
      expect.objectContaining({ code: "PINS_MALFORMED", message: expect.stringContaining(message) }),
    );
  });

  test("but an entry that copies another's hash gets its own", () => {
    const text = `algorithms:\n  a/c: { model: m, sha256: &h ${old} }\n  a/b: { model: n, sha256: *h }\n`;
    expect(rewritePin(text, "a/b", pin)).toBe(
      `algorithms:\n  a/c: { model: m, sha256: &h ${old} }\n  a/b: { model: models/new.pkl, sha256: ${sha256} }\n`,
    );
  });
});

describe("one of several files of an entry", () => {
  const several = `algorithms:
  acme/pair:
    model: m.pkl
    sha256: ${old} # its own
    models:
      words: { model: w.pkl, sha256: ${old} }
      classes:
        uri: data://acme/pair/c.pkl # stored
        sha256: ${old}
`;

  test("changes alone, whatever way it is written", () => {
    expect(changedLines(several, rewritePin(several, "acme/pair", { name: "classes", model: "c.pkl", sha256 }))).toEqual([
      ["        uri: data://acme/pair/c.pkl # stored", "        model: c.pkl # stored"],
      [`        sha256: ${old}`, `        sha256: ${sha256}`],
    ]);
    expect(changedLines(several, rewritePin(several, "acme/pair", { name: "words", model: "n.pkl", sha256 }))).toEqual([
      [`      words: { model: w.pkl, sha256: ${old} }`, `      words: { model: n.pkl, sha256: ${sha256} }`],
    ]);
  });

  test.each(["other", "__proto__"])("is not made up: models.%s must be there", (name) => {
    expect(() => rewritePin(several, "acme/pair", { name, model: "n.pkl", sha256 })).toThrow(
      `acme/pair must have models.${name}, written out`,
    );
    expect(() => rewritePin("algorithms: {}\n", "acme/pair", { name, model: "n.pkl", sha256 })).toThrow(/must have models/);
  });

  test("that shares its text with another is refused", () => {
    const shared = `algorithms:\n  acme/pair:\n    models:\n      a: &a { model: w.pkl, sha256: ${old} }\n      b: *a\n`;
    expect(() => rewritePin(shared, "acme/pair", { name: "a", model: "n.pkl", sha256 })).toThrow("shares text with other entries");
    expect(() => rewritePin(shared, "acme/pair", { name: "b", model: "n.pkl", sha256 })).toThrow("written out");
  });
});
