import Database from "libsql";
import { migrate, refuseNewer } from "./migrations";

/** A row as the database returns it; callers name the columns they selected. */
export type Row = Record<string, string | number | null>;

/** Opens (or creates) the platform's database file so that what was committed survives a killed process and a power cut. */
export function openDatabase(file: string): Database.Database {
  const database = new Database(file);
  try {
    refuseNewer(database);
    database.pragma("journal_mode = WAL");
    // FULL: a commit is on the disk before the client hears of it. Costs about a third of a millisecond a write.
    database.pragma("synchronous = FULL");
    database.pragma("foreign_keys = ON");
    migrate(database);
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

/** The first row of a query, or undefined; the one place that narrows what the driver types as unknown. */
export function first(statement: Database.Statement, ...values: unknown[]): Row | undefined {
  return statement.get(...values) as Row | undefined;
}

/** Every row of a query. */
export function all(statement: Database.Statement, ...values: unknown[]): Row[] {
  return statement.all(...values) as Row[];
}

/** Runs `work` so that all of its writes happen or none; within another transaction it becomes part of that one. */
export function atomically<T>(database: Database.Database, work: () => T): T {
  if (database.inTransaction) return work();
  return database.transaction(work as () => unknown).immediate() as T;
}
