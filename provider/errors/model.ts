import { row } from "./define";

/** What can be wrong with the model file itself. Found while it is hashed, reported in preview. */
export const modelErrors = {
  MODEL_NOT_FOUND: row({
    what: (path: string) => `The model file ${path} does not exist.`,
    why: "A relative path is read from the folder of the Pulumi program.",
    fix: "Correct the path, or fetch the file (`git lfs pull`, `dvc pull`) and preview again.",
    exit: "user",
    example: ["models/sentiment.pkl"],
  }),
  MODEL_IS_DIRECTORY: row({
    what: (path: string) => `${path} is a directory, not a model file.`,
    fix: "Name one file. A model of several files is packed into one archive first (`tar -cf model.tar -C folder .`).",
    exit: "user",
    example: ["models/sentiment"],
  }),
  MODEL_NOT_A_FILE: row({
    what: (path: string) => `${path} is neither a file nor a link to one.`,
    fix: "Name a regular file.",
    exit: "user",
    example: ["/dev/null"],
  }),
  MODEL_IS_EMPTY: row({
    what: (path: string) => `The model file ${path} is empty (0 bytes).`,
    why: "It was probably cut off while it was written or copied.",
    fix: "Write the file again and preview again.",
    exit: "user",
    example: ["models/sentiment.pkl"],
  }),
  MODEL_IS_LFS_POINTER: row({
    what: (path: string) => `${path} is a Git LFS pointer, not the model itself.`,
    fix: "Run `git lfs pull` and preview again.",
    exit: "user",
    example: ["models/sentiment.pkl"],
  }),
  MODEL_NOT_READABLE: row({
    what: (path: string, reason: string) => `The model file ${path} cannot be read: ${reason}.`,
    fix: "Give the user who runs Pulumi the right to read it, and preview again.",
    exit: "user",
    example: ["models/sentiment.pkl", "EACCES: permission denied"],
  }),
  MODEL_HASH_MISMATCH: row({
    what: (path: string, expected: string, actual: string) => `${path} has the sha256 ${actual}, but ${expected} is pinned.`,
    why: "The file is not the one the pin was made for.",
    fix: "Restore the pinned file, or pin this one with `pulumi-algorithmia pin <owner/name> <file>`.",
    exit: "user",
    example: ["models/sentiment.pkl", "9f2c…", "41d0…"],
  }),
  MODEL_CHANGED: row({
    what: (path: string, planned: string) => `${path} is no longer the file that was previewed (sha256 ${planned}).`,
    why: "It was written between the preview and the update. Nothing was changed on the platform.",
    fix: "Let the writer finish, then preview and update again.",
    exit: "user",
    example: ["models/sentiment.pkl", "9f2c…"],
  }),
  MODEL_BEING_WRITTEN: row({
    what: (path: string, tries: number) => `${path} changed while it was read, ${tries} times in a row.`,
    why: "Something is still writing it, so it has no hash that would hold.",
    fix: "Let the writer finish and preview again.",
    exit: "user",
    example: ["models/sentiment.pkl", 3],
  }),
  MODEL_KIND_UNSUPPORTED: row({
    what: (kind: string) => `\`model\` is ${kind}, which is not supported.`,
    fix: "Use a path, `new pulumi.asset.FileAsset(path)`, or `{ uri, sha256 }` for a file that is in storage already.",
    exit: "user",
    example: ["a StringAsset"],
  }),
};
