import { randomUUID } from "node:crypto";
import type Database from "libsql";
import { all, type Row } from "./database";
import { readUser, type User } from "./users";

/** Instances of a version of an algorithm that are kept warm. */
export interface Reservation {
  id: string;
  algorithmId: string;
  /** For whose calls they are meant. */
  caller: User;
  versionType: string;
  /** What a caller would write after the algorithm's name to get that version. */
  selector: string;
  slots: number;
}

/** The reservations of one platform. They go with their algorithm and their caller. */
export interface Reservations {
  create(reservation: Omit<Reservation, "id">): Reservation;
  /** Oldest first. */
  list(): Reservation[];
  /** False when there was none. */
  remove(id: string): boolean;
}

/** Reads and writes reservations. */
export function createReservations(database: Database.Database): Reservations {
  const insert = database.prepare(
    "INSERT INTO reservations (id, algorithm_id, caller_id, version_type, selector, slots) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const list = database.prepare(`
    SELECT reservations.*, users.name AS caller_name, users.email AS caller_email, users.full_name AS caller_full_name
    FROM reservations JOIN users ON users.id = reservations.caller_id ORDER BY sequence`);
  const remove = database.prepare("DELETE FROM reservations WHERE id = ?");
  return {
    create(reservation) {
      const { algorithmId, caller, versionType, selector, slots } = reservation;
      const id = randomUUID();
      insert.run(id, algorithmId, caller.id, versionType, selector, slots);
      return { ...reservation, id };
    },
    list: () => all(list).map(read),
    remove: (id) => remove.run(id.toLowerCase()).changes > 0,
  };
}

function read(row: Row): Reservation {
  return {
    id: String(row.id),
    algorithmId: String(row.algorithm_id),
    caller: readUser(row, "caller_"),
    versionType: String(row.version_type),
    selector: String(row.selector),
    slots: Number(row.slots),
  };
}
