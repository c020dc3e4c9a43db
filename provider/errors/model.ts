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
  MODEL_FOLDER_EMPTY: row({
    what: (path: string) => `The model folder ${path} holds no file.`,
    why: "Empty folders, `.git`, `__pycache__` and the notes of desktops and downloaders are left out of a model.",
    fix: "Put the model's files there, or name another folder, and preview again.",
    exit: "user",
    example: ["models/bert"],
  }),
  MODEL_FOLDER_UNUSABLE: row({
    what: (folder: string, name: string, reason: string) => `The model folder ${folder} cannot be archived: ${name} ${reason}.`,
    why: "A folder becomes one archive with the same bytes on every machine, or none.",
    fix: "Correct or remove that entry, and preview again.",
    exit: "user",
    example: ["models/bert", "weights/latest.bin", "is a link to nothing"],
  }),
  MODEL_NOT_A_FILE: row({
    what: (path: string) => `${path} is neither a file nor a folder, nor a link to one.`,
    fix: "Name a regular file, or a folder of such.",
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
    what: (path: string, oid: string, sizeBytes: number | undefined, _include: string) =>
      `${path} is a Git LFS pointer, not the model itself: it stands for ${bytesText(sizeBytes)} with the sha256 ${oid}.`,
    fix: (_path, _oid, _sizeBytes, include) => `Run \`git lfs pull --include=${include}\` and preview again.`,
    exit: "user",
    example: ["models/sentiment.pkl", "9f2c…", 45028, "models/sentiment.pkl"],
  }),
  MODEL_IS_DVC_POINTER: row({
    what: (path: string, md5: string, sizeBytes: number | undefined, _file: string) =>
      `${path} stands for ${bytesText(sizeBytes)} with the md5 ${md5} in DVC, and they are neither beside it nor in the repository's \`.dvc/cache\`.`,
    fix: (_path, _md5, _sizeBytes, file) => `Run \`dvc pull ${file}\` and preview again.`,
    exit: "user",
    example: ["models/sentiment.pkl.dvc", "0123456789abcdef0123456789abcdef", 45028, "models/sentiment.pkl.dvc"],
  }),
  MODEL_DVC_FILE_MALFORMED: row({
    what: (path: string, reason: string) => `The DVC file ${path} does not name one file with its md5: ${reason}.`,
    fix: "Make it again (`dvc add <model>`), or name the model file itself.",
    exit: "user",
    example: ["models/sentiment.pkl.dvc", "outs: expected one entry, got 2"],
  }),
  MODEL_TRUNCATED: row({
    what: (path: string, missing: string) => `${path} is cut off: ${missing}.`,
    why: "What its own beginning announces is not there, so nothing could load it.",
    fix: "Write, copy or download it again, and preview again.",
    exit: "user",
    example: ["models/bert/model.safetensors", "as safetensors it announces 438128640 bytes, and has 12582912"],
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
    what: (path: string, tries: number) => `${path} changed while it was read${tries === 1 ? "" : `, ${tries} times in a row`}.`,
    why: "Something is still writing it, so it has no hash that would hold.",
    fix: "Let the writer finish and preview again.",
    exit: "user",
    example: ["models/sentiment.pkl", 3],
  }),
  MODEL_KIND_UNSUPPORTED: row({
    what: (kind: string) => `\`model\` is ${kind}, which is not supported.`,
    fix: "Use a path, `new pulumi.asset.FileAsset(path)`, of a folder `new pulumi.asset.FileArchive(path)`, or `{ uri, sha256 }` for a file that is in storage already.",
    exit: "user",
    example: ["a StringAsset"],
  }),
};

function bytesText(sizeBytes: number | undefined): string {
  return sizeBytes === undefined ? "bytes" : `${sizeBytes} bytes`;
}
