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
};
