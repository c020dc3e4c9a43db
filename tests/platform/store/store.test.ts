import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { openStore } from "../../../platform/store";
import { establishCredentials } from "../../../platform/store/credentials";
import { migrate } from "../../../platform/store/migrations";
import { allPermissions } from "../../../platform/store/permissions";
import { temporaryFolder } from "../api/support";

const folder = temporaryFolder();
let number = 0;
const nextFile = () => join(folder, `${++number}.db`);

test("a data folder of a newer platform is refused with both schema versions, and not a byte of it changes", () => {
  const file = nextFile();
  const database = new Database(file);
  database.exec("CREATE TABLE later (column TEXT); PRAGMA user_version = 99");
  database.close();
  const before = readFileSync(file);
  expect(() => openStore(file)).toThrow(/schema version 99.*knows up to \d+.*Start it with the newer platform/);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test("a data folder of any earlier platform is brought up to date, with all that it keeps", () => {
  const newest = new Database(":memory:");
  migrate(newest);
  const { user_version: versions } = newest.prepare("PRAGMA user_version").get() as { user_version: number };
  for (let version = 1; version < versions; version += 1) {
    const file = nextFile();
    const database = new Database(file);
    migrate(database, version);
    database.exec("INSERT INTO users (id, name, created_at) VALUES ('1', 'ann', 'then')");
    database.close();
    const store = openStore(file);
    expect([version, store.users.byName("Ann")?.id]).toEqual([version, "1"]);
    store.close();
    const migrated = new Database(file);
    const tables = (of: Database.Database) => of.prepare("SELECT name, sql FROM sqlite_master ORDER BY name").all();
    expect(tables(migrated)).toEqual(tables(newest));
    migrated.close();
  }
  newest.close();
});

test("keys are found by their text, which is nowhere in the database", () => {
  const file = nextFile();
  const store = openStore(file);
  const key = store.keys.create(store.users.create("ann"), "label", allPermissions);
  expect(store.keys.byText(key.text)?.user.name).toBe("ann");
  expect(store.keys.byText(`${key.text}x`)).toBeUndefined();
  store.close();
  expect(readFileSync(file).includes(key.text)).toBe(false);
});

test("the owner's key and the admin key are the same at the next start, in a file only its owner can read", () => {
  const file = nextFile();
  const store = openStore(file);
  const credentials = `${file}.json`;
  const first = establishCredentials(credentials, store, "demo");
  const again = establishCredentials(credentials, store, "demo");
  const other = establishCredentials(credentials, store, "other");
  expect(first.apiKey).toMatch(/^sim[A-Za-z0-9]{25}$/);
  expect(again).toEqual(first);
  expect(other.adminKey).toBe(first.adminKey);
  expect(other.apiKey).not.toBe(first.apiKey);
  expect(establishCredentials(credentials, store, "demo").apiKey).toBe(first.apiKey);
  expect(statSync(credentials).mode & 0o777).toBe(0o600);
  store.close();
});

test("what ran or waited when the process ended waits again, oldest first", () => {
  const file = nextFile();
  const store = openStore(file);
  const owner = store.users.create("ann");
  store.algorithms.create({ id: "a", owner, name: "one", details: {}, settings: {}, headSha: "h" });
  const running = store.builds.create("a", "1".repeat(40));
  const waiting = store.builds.create("a", "2".repeat(40));
  const done = store.builds.create("a", "3".repeat(40));
  store.builds.started(running.id);
  store.builds.finished(done.id, { kind: "import", message: "no module" });
  store.close();
  const reopened = openStore(file);
  expect(reopened.builds.requeue().map(({ id, state }) => [id, state])).toEqual([
    [running.id, "queued"],
    [waiting.id, "queued"],
  ]);
  reopened.close();
});

test("a file put over another names the bytes it replaced; into a deleted collection it is not recorded", () => {
  const store = openStore(nextFile());
  const collection = store.collections.create(store.users.create("ann"), "c", []);
  const file = { name: "f", blob: "b1", sizeBytes: 1, md5: "m", modifiedAt: "t" };
  expect(store.files.put(collection, file)).toEqual({});
  expect(store.files.put(collection, { ...file, blob: "b2" })).toEqual({ replaced: "b1" });
  store.collections.remove(collection);
  expect(store.files.put(collection, file)).toBe("collection gone");
  store.close();
});

test("work that throws leaves nothing of itself", () => {
  const store = openStore(nextFile());
  expect(() =>
    store.atomically(() => {
      store.users.create("ann");
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(store.users.byName("ann")).toBeUndefined();
  store.close();
});

test("names of users and algorithms are compared without regard to case", () => {
  const store = openStore(nextFile());
  const owner = store.users.create("Ann");
  store.algorithms.create({ id: "a", owner, name: "Echo", details: {}, settings: {}, headSha: "h" });
  expect(store.algorithms.find("aNN", "eCHO")?.name).toBe("Echo");
  expect(() => store.users.create("ANN")).toThrow(/UNIQUE/);
  store.close();
});
