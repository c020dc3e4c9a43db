import { row } from "./define";

/** What can go wrong when the place in the algorithm's source that names the model is looked for or rewritten. */
export const referenceErrors = {
  REFERENCE_NOT_FOUND: row({
    what: (algorithm: string, looked: string, _input: string, _uri: string) =>
      `The source of ${algorithm} names no model file that could be updated. Looked at: ${looked}.`,
    why: "The place is found, not guessed: a model manifest, or exactly one string that names a file in the store with the same stem.",
    fix: (_algorithm, _looked, input, uri) =>
      input
        ? `If this is the one, say so: \`reference: ${input}\`; else name the model in the source once by hand, as one string such as "${uri}".`
        : `Name the model in the source once by hand, as one string such as "${uri}", and push it; or say where it is: \`reference: { kind: "source", file: "src/<name>.py" }\` or \`{ kind: "manifest", name: "<model>" }\`.`,
    exit: "user",
    example: [
      "acme/sentiment",
      'model_manifest.json (absent), 3 source files with 1 storage URI: src/sentiment.py:4 "data://acme/other/sentiment.pkl" (not in data://acme/sentiment)',
      '{ kind: "source", file: "src/sentiment.py", anchor: "MODEL" }',
      "data://acme/sentiment/<file>",
    ],
  }),
  REFERENCE_AMBIGUOUS: row({
    what: (algorithm: string, candidates: string, _input: string | undefined) =>
      `The source of ${algorithm} names the model in several places: ${candidates}.`,
    fix: (_algorithm, _candidates, input) =>
      input
        ? `Say which one to change; for the first of them \`reference: ${input}\`.`
        : 'Say which one to change: `reference: { kind: "source", file, anchor }`, where anchor is text before it on the same line, or `{ kind: "manifest", name }`.',
    exit: "user",
    example: [
      "acme/sentiment",
      'src/sentiment.py:4 "data://acme/sentiment/model.pkl", src/fallback.py:9 "data://acme/sentiment/model.pkl"',
      '{ kind: "source", file: "src/sentiment.py" }',
    ],
  }),
  REFERENCE_TAKEN: row({
    what: (algorithm: string, models: string, place: string) => `${models} of ${algorithm} would both be named at ${place} in its source.`,
    why: "Each model has a place of its own there, and files of the same stem are told apart by nothing but that.",
    fix: 'Say where each one stands: `reference: { kind: "source", file, anchor }`, where anchor is text before it on the same line, or `{ kind: "manifest", name }`; or give the files different stems.',
    exit: "user",
    example: ["acme/sentiment", "models.words and models.labels", "src/sentiment.py:4"],
  }),
  REFERENCE_UNWRITABLE: row({
    what: (path: string, line: number, uri: string) =>
      `The string at ${path}:${line} in the algorithm's source cannot hold ${JSON.stringify(uri)}.`,
    why: "It is a raw string or of another kind that has no way to write one of the characters.",
    fix: "Make it an ordinary string in the source, or choose plain characters in `fileName`.",
    exit: "user",
    example: ["src/sentiment.py", 4, 'data://acme/sentiment/model"7.pkl'],
  }),
  MANIFEST_INVALID: row({
    what: (path: string, reason: string) => `${path} in the algorithm's source is not a valid model manifest: ${reason}.`,
    fix: "Correct the manifest in the algorithm's repository and push it, then update again.",
    exit: "user",
    example: ["model_manifest.json", 'required_files[0] has no "source_uri"'],
  }),
  FREEZE_INCOMPLETE: row({
    what: (path: string, name: string, uri: string, because: string) =>
      `${path} in the algorithm's source cannot be made anew: the md5 of its other file ${JSON.stringify(name)} (${uri}) is not known${because && `, as ${because}`}.`,
    why: "The freeze holds an md5 for every file, and only models that are rolled out are hashed here.",
    fix: "Run `algo freeze` in the algorithm's repository and push the result, then update again. For an optional file, which `algo freeze` leaves out, add its `md5_checksum` to the manifest first.",
    exit: "user",
    example: ["model_manifest.json.freeze", "vocabulary", "data://acme/sentiment/vocabulary.txt", ""],
  }),
  MODEL_MD5_UNKNOWN: row({
    what: (path: string, uri: string) => `${path} in the algorithm's source holds the md5 of the model, and that of ${uri} is not known.`,
    why: "Its storage reports none, and the file is not on this machine.",
    fix: "Give the model as a local path.",
    exit: "user",
    example: ["model_manifest.json", "s3+prod://models/sentiment.pkl"],
  }),
};
