import type { NewPin } from "../../../provider/pins/rewrite-pin";

/** A hash that the pins of these tests had, and the one that they get. */
export const old = "0".repeat(63).concat("a");
export const sha256 = "9f2c41d07a55".padEnd(64, "b");
export const pin: NewPin = { model: "models/new.pkl", sha256 };

/** Three entries, each written in a way of its own. */
export const styled = `# the pins
algorithms:   # all of them

  # first
  acme/zebra:
    sha256: '${old}'   # quoted once
    model: "models/z.pkl"          # or uri: s3+prod://models/z.pkl
    timeouts: {build:   3,upload: 4}

  # second, indented in its own way
  acme/sentiment:
        releaseNotes: |
          two
          lines
        model: models/sentiment.pkl
        # a comment between
        sha256: ${old}      # preview fails when the file is anything else


  acme/flow: {model: 'it''s.pkl', sha256: ${old}} # in one line
# the end
`;

/** The lines of `before` and `after` that differ, as pairs. */
export function changedLines(before: string, after: string): [string, string][] {
  const lines = after.split("\n");
  expect(lines).toHaveLength(before.split("\n").length);
  return before.split("\n").flatMap((line, index) => (line === lines[index] ? [] : [[line, lines[index]!] as [string, string]]));
}
