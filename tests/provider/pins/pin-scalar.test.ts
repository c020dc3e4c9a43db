import { parsePins } from "../../../provider/pins/parse-pins";
import { rewritePin } from "../../../provider/pins/rewrite-pin";
import { sha256, styled } from "./styled-pins";

test.each([
  "models/a b.pkl",
  "models/ü–☃.pkl",
  "# not a comment.pkl",
  "a: b.pkl",
  "- x",
  "123",
  "true",
  "null",
  "~",
  "'",
  '"',
  "a\\b",
  "{x}",
  "a #b",
  "@x",
  " padded ",
  "multi\nline",
])("the path %j is read back as it was given, wherever it stands", (model) => {
  for (const algorithm of ["acme/zebra", "acme/sentiment", "acme/flow", "acme/new"]) {
    const rewritten = rewritePin(styled, algorithm, { model, sha256 });
    expect(parsePins(rewritten, "p").algorithms[algorithm]).toMatchObject({ model, sha256 });
  }
});

test.each(["1".repeat(64), `${"1".repeat(20)}e${"3".repeat(43)}`])(
  "the hash %s, a number to YAML, is written so that it stays text",
  (digits) => {
    const rewritten = rewritePin(styled, "acme/sentiment", { model: "m", sha256: digits });
    expect(parsePins(rewritten, "p").algorithms["acme/sentiment"]?.sha256).toBe(digits);
    expect(rewritten).toContain(`sha256: "${digits}"`);
  },
);
