import type { AxiosResponse } from "axios";
import { type AlgorithmiaError, errors } from "../errors";
import { isHosted } from "../model/object-version";
import { redact } from "./redact";
import { connectorOf } from "./store-path";
import { codeOf, messageOf } from "./transport";

/** The platform's numbers for what went wrong behind a data connector. */
const byCode = new Map<number, (connector: string, message: string) => AlgorithmiaError>([
  [9100, errors.STORE_CONNECTOR_UNUSABLE],
  [9102, errors.STORE_CONNECTOR_UNUSABLE],
  [9103, errors.STORE_CONNECTOR_FORBIDS],
  [9104, errors.STORE_CONNECTOR_FORBIDS],
  [9105, errors.STORE_REFUSED],
  [9110, errors.STORE_CREDENTIALS_REFUSED],
  [9111, errors.STORE_ACCESS_DENIED],
  [9112, errors.STORE_CLOCK_DIFFERS],
  [9113, errors.STORE_BUCKET_NOT_FOUND],
  [9114, errors.STORE_BUSY],
  [9115, errors.STORE_UNREACHABLE],
  [9116, errors.STORE_REFUSED],
  [9117, errors.STORE_UNREACHABLE],
]);

/** Reads an answer that is no success. */
export type Refusal = (response: AxiosResponse<unknown>) => AlgorithmiaError | undefined;

/**
 * What a store behind a data connector refused, as an error that names the connector.
 * @returns what reads it off an answer; undefined for hosted data, which has no such refusals
 */
export function storeRefusal(uri: string, apiKey: string | undefined): Refusal | undefined {
  if (isHosted(uri)) return undefined;
  return (response) => byCode.get(codeOf(response) ?? 0)?.(connectorOf(uri), redact(messageOf(response), apiKey));
}

/** Statuses that the platform explains itself: the file, the connector, the store. */
const explained = [400, 403, 404, 501, 502, 503];

/** What was refused, as the error that `refused` makes of the platform's words, without the full stop at their end. */
export function refusalInWords(refused: (message: string) => AlgorithmiaError, apiKey: string | undefined): Refusal {
  return (response) => (explained.includes(response.status) ? refused(redact(messageOf(response), apiKey).replace(/\.$/, "")) : undefined);
}
