import { row } from "./define";

/** What `history`, `rollback` and `gc` refuse. */
export const historyErrors = {
  TIME_INVALID: row({
    what: (text: string) => `${JSON.stringify(text)} is no point in time.`,
    fix: "Write a day (`2026-05-01`, its first moment in UTC) or a time with its offset: `2026-05-01T14:30:00Z`, `2026-05-01T16:30:00+02:00`.",
    exit: "user",
    example: ["yesterday"],
  }),
  VERSION_UNKNOWN: row({
    what: (algorithm: string, version: string, published: string) =>
      `${algorithm} has no published version ${version}; it has ${published}.`,
    fix: (algorithm: string) => `\`pulumi-algorithmia history ${algorithm}\` lists the versions with what each serves.`,
    exit: "user",
    example: ["acme/sentiment", "0.9.0", "0.3.0, 0.2.0, 0.1.0"],
  }),
  ROLLBACK_NOT_PINNED: row({
    what: (algorithm: string, file: string) => `${algorithm} has no pin in ${file}, so it is not known what to go back from.`,
    fix: "Name another pin file with `--file`, or the version to serve with `--to`.",
    exit: "user",
    example: ["acme/sentiment", "models.yaml"],
  }),
  ROLLBACK_NOTHING_EARLIER: row({
    what: (algorithm: string, version: string) => `No version of ${algorithm} before ${version}, which serves the pin, serves other bytes.`,
    fix: (algorithm: string) => `Name the version to serve with \`--to\`; \`pulumi-algorithmia history ${algorithm}\` lists them.`,
    exit: "user",
    example: ["acme/sentiment", "0.1.0"],
  }),
  VERSION_BYTES_UNKNOWN: row({
    what: (algorithm: string, version: string, uri: string) => `Nothing tells the sha256 of what ${algorithm} ${version} serves (${uri}).`,
    why: "The version was not rolled out by this package.",
    fix: (algorithm: string, _version: string, uri: string) =>
      `Name another version with \`--to\`, or fetch that file and run \`pulumi-algorithmia pin ${algorithm} ${uri} --sha256 <what sha256sum prints>\`.`,
    exit: "user",
    example: ["acme/sentiment", "0.1.0", "data://acme/sentiment/sentiment.pkl"],
  }),
  ROLLBACK_OTHER_FILES: row({
    what: (algorithm: string, version: string, served: string, pinned: string) =>
      `${algorithm} ${version} serves other files (${served}) than the pin names (${pinned}).`,
    fix: "Revert the commit that changed the pin (`git revert`), then `pulumi preview`: the published version is selected again.",
    exit: "user",
    example: ["acme/sentiment", "0.2.0", "vectorizer, classifier", "model"],
  }),
  ROLLBACK_FILE_GONE: row({
    what: (algorithm: string, version: string, uri: string) => `${uri}, which ${algorithm} ${version} serves, is not in storage any more.`,
    fix: "Name another version with `--to`, or pin a local copy of the file: `pulumi-algorithmia pin <owner/name> <file>`.",
    exit: "user",
    example: ["acme/sentiment", "0.2.0", "data://acme/sentiment/sentiment-41d07a55c3f0.pkl"],
  }),
  ROLLBACK_FILE_CHANGED: row({
    what: (algorithm: string, version: string, uri: string, found: string, recorded: string) =>
      `${uri}, which ${algorithm} ${version} serves, holds other bytes now: ${found} instead of ${recorded}.`,
    fix: "Name another version with `--to`, or pin a local copy of the right bytes: `pulumi-algorithmia pin <owner/name> <file>`.",
    exit: "user",
    example: [
      "acme/sentiment",
      "0.2.0",
      "data://acme/sentiment/sentiment-41d07a55c3f0.pkl",
      "12 bytes, md5 0cc175b9c0f1b6a831c399e269772661",
      "1048576 bytes, md5 b6d81b360a5672d80c27430f39153e2c",
    ],
  }),
  NOT_A_STORED_FILE: row({
    what: (uri: string) => `${JSON.stringify(uri)} names no single file in storage, so nothing was deleted.`,
    fix: "Please report it: only files that a listing named should come here.",
    exit: "bug",
    example: ["data://acme/sentiment"],
  }),
};
