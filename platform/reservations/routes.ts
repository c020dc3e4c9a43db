import type { ReservationBody } from "../administration/schemas";
import { schemas } from "../administration/schemas";
import { jsonBody } from "../api/body";
import { ApiError } from "../api/errors";
import type { Exchange, Services } from "../api/exchange";
import type { Reservation } from "../store/reservations";
import { reservedBuild } from "./reserved-build";

/** Lists the reservations, oldest first. */
export function listReservations({ services }: Exchange) {
  return services.store.reservations.list().map((reservation) => describe(services, reservation));
}

/** Reserves instances of a version of an algorithm: they are started at once, and again whenever they end. */
export async function createReservation({ services, request }: Exchange) {
  const { store, engines, keeper } = services;
  const body = schemas().reservation(await jsonBody(request));
  const algorithm = store.algorithms.find(body.username, body.algoname);
  if (!algorithm) throw refused("algoname", `there is no algorithm ${body.username}/${body.algoname}`);
  const caller = store.users.byName(body.calling_user);
  if (!caller) throw refused("calling_user", `there is no user or organization ${body.calling_user}`);
  const wish = { algorithmId: algorithm.id, caller, ...selectorOf(body), slots: body.num_slots };
  const build = reservedBuild(store, algorithm, wish);
  if (!build)
    throw refused("version_type", `${caller.name} may call no version ${wish.selector} of ${algorithm.owner.name}/${algorithm.name}`);
  const most = engines.runner().instancesPerVersion - slotsOf(services, algorithm.id, build.id);
  if (wish.slots > most) throw refused("num_slots", `${most} instances of this version can still be reserved, not ${wish.slots}`);
  const reservation = store.reservations.create(wish);
  keeper().look();
  return describe(services, reservation);
}

/** Takes a reservation back. Its instances end when they have been idle for long. */
export function deleteReservation({ services, params, reply }: Exchange) {
  const { reservationId = "" } = params;
  if (!services.store.reservations.remove(reservationId)) throw new ApiError("INVALID_INPUT", `There is no reservation ${reservationId}.`);
  services.keeper().look();
  return reply.code(200).send();
}

/** How each version type is written after an algorithm's name; undefined: as the identifier says. */
const selectors: Record<string, { selector?: string; identifier?: RegExp }> = {
  latest: { selector: "latest" },
  latestPrivate: { selector: "latestPrivate" },
  semantic: { identifier: /^\d+(\.(\d+|\*)){0,2}$/ },
  hash: { identifier: /^[0-9a-f]{40}$/i },
};

function selectorOf({ version_type, version_identifier = "" }: ReservationBody): Pick<Reservation, "versionType" | "selector"> {
  const type = Object.hasOwn(selectors, version_type) ? selectors[version_type] : undefined;
  if (!type) throw refused("version_type", `must be one of ${Object.keys(selectors).join(", ")}, not ${version_type}`);
  if (type.identifier && !type.identifier.test(version_identifier)) {
    throw refused(
      "version_identifier",
      `must name a version, such as 1.2.3 (semantic) or a commit of 40 hex digits (hash), not '${version_identifier}'`,
    );
  }
  return { versionType: version_type, selector: type.selector ?? version_identifier };
}

/** How many instances of a build are reserved already. */
function slotsOf({ store }: Services, algorithmId: string, buildId: string): number {
  const algorithm = store.algorithms.byId(algorithmId)!;
  return store.reservations
    .list()
    .filter((reservation) => reservation.algorithmId === algorithmId && reservedBuild(store, algorithm, reservation)?.id === buildId)
    .reduce((sum, { slots }) => sum + slots, 0);
}

function describe({ store }: Services, reservation: Reservation) {
  const { id, algorithmId, caller, versionType, slots } = reservation;
  // A reservation goes with its algorithm.
  const algorithm = store.algorithms.byId(algorithmId)!;
  return {
    reservation_id: id,
    billable_to: caller.name,
    billable_to_uuid: caller.id,
    username: algorithm.owner.name,
    algoname: algorithm.name,
    algo_id: algorithmId,
    algorithm_id: algorithmId,
    version_type: versionType,
    // Empty when the caller may not call that version any more: then nothing is kept.
    version_hash: reservedBuild(store, algorithm, reservation)?.commitSha ?? "",
    num_slots: slots,
  };
}

function refused(field: string, why: string): ApiError {
  return new ApiError("INVALID_INPUT", `${field}: ${why}`);
}
