import { type AlgorithmiaError, errors } from "../errors";
import type { Connection } from "./connection";
import type { GitResult } from "./run-git";

const cut =
  /Could not resolve host|Failed to connect|Couldn't connect|Connection (refused|reset|timed out)|Recv failure|Send failure|Empty reply|unexpected disconnect|early EOF|hung up|curl 18|transfer closed|unexpected eof/i;

/** May the same command succeed a moment later? Not after a 429: git does not tell for how long the server wants to be left alone. */
export function isPassing({ stderr, timedOut }: GitResult): boolean {
  const status = statusOf(stderr); // It goes before the words: a refusal "hangs up", too.
  return !timedOut && (status === undefined ? cut.test(stderr) : status >= 500);
}

/**
 * What a failed git command on the server means. git tells it in words only; LC_ALL=C keeps them in English.
 *
 * @param doing What was done, e.g. "cloning the source".
 * @returns API_KEY_REJECTED, NOT_AUTHORIZED, PLATFORM_TIMEOUT, PLATFORM_ERROR, PLATFORM_UNREACHABLE or else GIT_FAILED
 * @example if (result.exitCode !== 0) throw gitFault(connection, "acme/sentiment", "pushing the source", result);
 */
export function gitFault(connection: Connection, algorithm: string, doing: string, { stderr, timedOut }: GitResult): AlgorithmiaError {
  const { gitAddress } = connection;
  const what = `${doing} of ${algorithm}`;
  const status = statusOf(stderr);
  if (timedOut) return errors.GIT_STALLED(gitAddress, what);
  if (status === 401 || /Authentication failed|could not read (Username|Password)/i.test(stderr))
    return errors.API_KEY_REJECTED(gitAddress, what);
  if (status === 403) return errors.NOT_AUTHORIZED(gitAddress, what);
  if (status !== undefined) return errors.PLATFORM_ERROR(gitAddress, what, status, lastLine(stderr));
  if (cut.test(stderr)) return errors.PLATFORM_UNREACHABLE(gitAddress, what, lastLine(stderr));
  return errors.GIT_FAILED(algorithm, doing, lastLine(stderr));
}

/** The status in git's `The requested URL returned error: 503`. */
function statusOf(stderr: string): number | undefined {
  const found = /returned error: (\d{3})/.exec(stderr)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** The line that tells the reason. */
export function lastLine(stderr: string): string {
  const lines = stderr
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.find((line) => line.startsWith("fatal:")) ?? lines.at(-1) ?? "it gave no reason";
}
