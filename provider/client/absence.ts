import type { AxiosResponse } from "axios";
import { errors } from "../errors";
import type { Transport } from "./transport";

/**
 * Tells whether a 404 says that the very object is not there. A web site or a proxy at a wrong address answers 404 to anything:
 * believing it would empty the state of a stack.
 *
 * @throws PLATFORM_ANSWER_MALFORMED for a 404 that is not Algorithmia's own
 */
export function isAbsent(response: AxiosResponse<unknown>, transport: Transport, doing: string): boolean {
  if (response.status !== 404) return false;
  if (response.headers["x-error-message"] !== undefined || hasErrorBody(response.data)) return true;
  throw errors.PLATFORM_ANSWER_MALFORMED(transport.connection.apiAddress, doing, "a 404 without an error in Algorithmia's form");
}

function hasErrorBody(text: unknown): boolean {
  try {
    const body: unknown = JSON.parse(String(text));
    return typeof body === "object" && body !== null && "error" in body;
  } catch {
    return false;
  }
}
