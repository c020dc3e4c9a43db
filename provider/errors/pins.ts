import { row } from "./define";

/** What can be wrong with `models.yaml` and with the command line's arguments. */
export const pinErrors = {
  PINS_NOT_FOUND: row({
    what: (path: string) => `The pin file ${path} does not exist.`,
    fix: "Create it with `pulumi-algorithmia pin <owner/name> <file>`, or name another with `--file`.",
    exit: "user",
    example: ["models.yaml"],
  }),
  PINS_MALFORMED: row({
    what: (path: string, line: number, column: number, reason: string) => `${path}:${line}:${column}: ${reason}.`,
    fix: "Correct the file and run the command again.",
    exit: "user",
    example: ["models.yaml", 4, 13, 'sha256 must be 64 hexadecimal digits, got "9f2c"'],
  }),
  PINS_NOT_READABLE: row({
    what: (path: string, reason: string) => `The pin file ${path} cannot be read or written: ${reason}.`,
    fix: "Give the user who runs this the right to it, or name another file with `--file`.",
    exit: "user",
    example: ["models.yaml", "EACCES: permission denied"],
  }),
  PIN_URI_NEEDS_SHA256: row({
    what: (uri: string, reason: string) => `The sha256 of ${uri} cannot be found out: ${reason}.`,
    fix: "Set ALGORITHMIA_API_KEY (and ALGORITHMIA_API), so that storage can be asked, or give the hash with `--sha256 <64 hex digits>` (`sha256sum <file>` prints it).",
    exit: "user",
    example: ["s3+prod://models/sentiment.pkl", "no API key is configured for https://api.algorithmia.com"],
  }),
  PIN_URI_INVALID: row({
    what: (uri: string, reason: string) => `${uri} cannot be pinned: ${reason}.`,
    fix: "Give a local file, or the URI of a file in storage as data://owner/collection/file or s3+label://bucket/key.",
    exit: "user",
    example: ["data://.my/models/sentiment.pkl", ".my means whoever asks; name the owner"],
  }),
};
