import { row } from "./define";

/** What can go wrong when the place in the algorithm's source that names the model is looked for or rewritten. */
export const referenceErrors = {
  REFERENCE_NOT_FOUND: row({
    what: (algorithm: string, looked: string) =>
      `The source of ${algorithm} names no model file that could be updated. Looked at: ${looked}.`,
    why: "The place is found, not guessed: a model manifest, or exactly one string that names a file in the store with the same stem.",
    fix: 'Name the model in the source once by hand, or say where it is: `reference: { kind: "source", file: "src/<name>.py" }` or `{ kind: "manifest", name: "<model>" }`.',
    exit: "user",
    example: [
      "acme/sentiment",
      "model_manifest.json (absent), 3 source files with 1 data URI: src/sentiment.py:4 data://acme/other/words.txt",
    ],
  }),
  REFERENCE_AMBIGUOUS: row({
    what: (algorithm: string, candidates: string) => `The source of ${algorithm} names the model in several places: ${candidates}.`,
    fix: 'Say which one to change: `reference: { kind: "source", file, anchor }`, where anchor is text before it on the same line, or `{ kind: "manifest", name }`.',
    exit: "user",
    example: [
      "acme/sentiment",
      'src/sentiment.py:4 "data://acme/sentiment/model.pkl", src/fallback.py:9 "data://acme/sentiment/model.pkl"',
    ],
  }),
  MANIFEST_INVALID: row({
    what: (path: string, reason: string) => `${path} in the algorithm's source is not a valid model manifest: ${reason}.`,
    fix: "Correct the manifest in the algorithm's repository and push it, then update again.",
    exit: "user",
    example: ["model_manifest.json", 'required_files[0] has no "source_uri"'],
  }),
};
