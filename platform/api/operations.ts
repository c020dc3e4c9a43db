import { jsonBody } from "./body";
import type { Exchange } from "./exchange";
import { schemas } from "./schemas";

/** Tells that the platform accepts requests. */
export function health() {
  return { status: "ok" };
}

/** The platform's figures for Prometheus. */
export async function metrics({ services, reply }: Exchange) {
  const { contentType, text } = await services.metrics.text();
  return reply.type(contentType).send(text);
}

/** The last requests, oldest first. */
export function listRequests({ services }: Exchange) {
  return services.requests.entries();
}

/** Forgets the requests so far. */
export function clearRequests({ services }: Exchange) {
  services.requests.clear();
  return { result: "cleared" };
}

/** The faults that still wait for requests. */
export function listFaults({ services }: Exchange) {
  return services.faults.list();
}

/** Adds a fault to inject. */
export async function addFault({ services, request }: Exchange) {
  const fault = schemas().fault(await jsonBody(request));
  return services.faults.add(fault);
}

/** Takes one fault back. */
export function removeFault({ services, params }: Exchange) {
  services.faults.remove(params.fault ?? "");
  return { result: "removed" };
}

/** Takes back all faults. */
export function clearFaults({ services }: Exchange) {
  services.faults.clear();
  return { result: "cleared" };
}
