import { pinFileHeader } from "../../../provider/pins/append-pin";
import { rewritePin } from "../../../provider/pins/rewrite-pin";
import { old, pin, sha256, styled } from "./styled-pins";

describe("a new entry", () => {
  const entry = `  a/new:\n    model: models/new.pkl\n    sha256: ${sha256}\n`;

  test("makes the file where there is none, with a header that says what it is for", () => {
    expect(rewritePin("", "a/new", pin)).toBe(`${pinFileHeader}algorithms:\n${entry}`);
    expect(pinFileHeader).toContain("pulumi-algorithmia pin <owner/name> <file>");
  });

  test.each([
    ["# notes only", `# notes only\nalgorithms:\n${entry}`],
    ["# notes\n\n", `# notes\n\nalgorithms:\n${entry}`],
    ["algorithms:", `algorithms:\n${entry}`],
    ["algorithms: # none yet\n# end\n", `algorithms: # none yet\n${entry}# end\n`],
    ["algorithms: {}  # none yet\n", `algorithms:  # none yet\n${entry}`],
    ["algorithms: ~\n", undefined],
  ])("goes into %j", (text, expected) => {
    if (expected === undefined) expect(() => rewritePin(text, "a/new", pin)).toThrow(expect.objectContaining({ code: "PINS_MALFORMED" }));
    else expect(rewritePin(text, "a/new", pin)).toBe(expected);
  });

  test("comes last, indented like the others, and every line before and after stays", () => {
    const rewritten = rewritePin(styled, "a/new", pin);
    const added = `\n${entry}`;
    expect(rewritten).toContain(added);
    expect(rewritten.replace(added, "")).toBe(styled);
    expect(rewritten.endsWith(`${added}# the end\n`)).toBe(true);
  });

  test("takes the others' indentation, however deep", () => {
    const text = `algorithms:\n      a/b:\n         model: m\n         sha256: ${old}\n         # about a/b\n\nother_comment: 1\n`.replace(
      "other_comment: 1",
      "# done",
    );
    expect(rewritePin(text, "a/new", { ...pin, versionType: "minor" })).toBe(
      text.replace(
        "         # about a/b\n",
        `         # about a/b\n      a/new:\n         model: models/new.pkl\n         sha256: ${sha256}\n         versionType: minor\n`,
      ),
    );
  });

  test("is set apart by a blank line when the others are", () => {
    const text = `algorithms:\n  a/b:\n    model: m\n    sha256: ${old}\n\n  a/c:\n    model: m\n    sha256: ${old}\n`;
    expect(rewritePin(text, "a/new", pin)).toBe(`${text}\n${entry}`);
    expect(rewritePin(text.replace("\n\n", "\n"), "a/new", pin)).toBe(text.replace("\n\n", "\n") + entry);
  });

  test("comes on a line of its own where the file ends in a comment without a line end", () => {
    const text = `algorithms:\n  a/b:\n    model: m\n    sha256: ${old}\n    # about a/b`;
    expect(rewritePin(text, "a/new", pin)).toBe(`${text}\n${entry}`);
  });

  test("follows one-line entries as one line", () => {
    const text = `algorithms:\n  a/b: { model: m, sha256: ${old} }`;
    expect(rewritePin(text, "a/new", { uri: "data://a/b/x [1].pkl", sha256 })).toBe(
      `${text}\n  a/new: { uri: "data://a/b/x [1].pkl", sha256: ${sha256} }\n`,
    );
  });

  test("fits into braces", () => {
    const text = `{ algorithms: { a/b: { model: m, sha256: ${old} } } }\n`;
    expect(rewritePin(text, "a/new", pin)).toBe(
      `{ algorithms: { a/b: { model: m, sha256: ${old} }, a/new: { model: models/new.pkl, sha256: ${sha256} } } }\n`,
    );
  });

  test("keeps Windows line ends and a byte order mark", () => {
    const text = `\uFEFFalgorithms:\r\n  a/b:\r\n    model: m\r\n    sha256: ${old}\r\n`;
    expect(rewritePin(text, "a/new", pin)).toBe(`${text}${entry.replaceAll("\n", "\r\n")}`);
    expect(rewritePin(text, "a/b", { ...pin, versionType: "minor" })).toBe(
      `\uFEFFalgorithms:\r\n  a/b:\r\n    model: models/new.pkl\r\n    sha256: ${sha256}\r\n    versionType: minor\r\n`,
    );
  });

  test("comes behind a text that ends the file with blank lines of its own", () => {
    const text = `algorithms:\n  a/b:\n    model: m\n    sha256: ${old}\n    releaseNotes: |\n      one\n\n      two\n`;
    expect(rewritePin(text, "a/new", pin)).toBe(text + entry);
  });
});
