/** Who can end the failure: the person who wrote the program, the platform's operator, or nobody but us. */
export type Exit = "user" | "platform" | "bug";

/**
 * One row of the error table.
 *
 * `what` says what happened with the value that was seen, `why` the reason where it is known, `fix` what to do next with the
 * command to type. `example` holds the arguments that `docs/errors.md` is rendered with.
 */
// biome-ignore lint/suspicious/noExplicitAny: a row may take any arguments; `defineErrors` keeps each row's own types.
export interface ErrorRow<Args extends any[] = any[]> {
  what: (...args: Args) => string;
  why?: string | ((...args: Args) => string);
  fix: string | ((...args: Args) => string);
  exit: Exit;
  example: NoInfer<Args>;
}

/** A failure a reader can act on. `code` is a key of the error table and ends the message; it never holds a secret or a stack. */
export class AlgorithmiaError extends Error {
  override readonly name = "AlgorithmiaError";
  constructor(
    readonly code: string,
    readonly exit: Exit,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

type Thrower<Row> = Row extends ErrorRow<infer Args> ? (...args: Args) => AlgorithmiaError : never;

/** Turns a table of rows into functions that make the errors: `throw errors.MODEL_NOT_FOUND(path)`. */
export function defineErrors<Table extends Record<string, ErrorRow>>(table: Table): { [Code in keyof Table]: Thrower<Table[Code]> } {
  const throwers = Object.entries(table).map(([code, row]) => [
    code,
    (...args: unknown[]) => new AlgorithmiaError(code, row.exit, `${renderError(row, args)} [${code}]`),
  ]);
  return Object.fromEntries(throwers);
}

/** The one paragraph a reader sees: what happened, why, what to do. After a log or a table the rest begins on a line of its own. */
export function renderError(row: ErrorRow, args: unknown[]): string {
  const why = typeof row.why === "function" ? row.why(...args) : row.why;
  const fix = typeof row.fix === "function" ? row.fix(...args) : row.fix;
  return [row.what(...args), why, fix].filter(Boolean).reduce<string>((text, part) => text + (/(^|\n)$/.test(text) ? "" : " ") + part, "");
}

/** Keeps each row's argument types while the table is written as one object. */
// biome-ignore lint/suspicious/noExplicitAny: see ErrorRow.
export const row = <Args extends any[]>(definition: ErrorRow<Args>): ErrorRow<Args> => definition;
