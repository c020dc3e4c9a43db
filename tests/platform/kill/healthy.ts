import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import Database from "libsql";
import { filesBelow, pathsBelow } from "../../support/files-below";
import { eventually } from "../api/support";

const run = promisify(execFile);

/** The data folder of a running platform is sound, and holds nothing beside what the database names once the start has swept. */
export async function expectHealthy(dataDir: string, algorithmIds: string[]): Promise<void> {
  const database = new Database(join(dataDir, "platform.db"), { readonly: true });
  try {
    expect(database.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
    expect(database.prepare("PRAGMA foreign_key_check").all()).toEqual([]);
    const blobs = paths(database, "SELECT collection_id, blob FROM files WHERE blob NOT IN (SELECT blob FROM contents)");
    expect(paths(database, "SELECT collection_id, blob FROM contents WHERE blob NOT IN (SELECT blob FROM files)")).toEqual([]);
    await eventually(() => sameSet(stored(dataDir), blobs) || undefined).catch(() => expect(stored(dataDir).sort()).toEqual(blobs.sort()));
  } finally {
    database.close();
  }
  const repositories = join(dataDir, "repositories");
  const expected = algorithmIds.map((id) => `${id}.git`);
  await eventually(() => sameSet(readdirSync(repositories), expected) || undefined).catch(() =>
    expect(readdirSync(repositories).sort()).toEqual(expected.sort()),
  );
  for (const name of expected) {
    const { stdout, stderr } = await run("git", [
      "--git-dir",
      join(repositories, name),
      "fsck",
      "--full",
      "--strict",
      "--no-dangling",
      "--no-progress",
    ]);
    expect([name, stdout, stderr]).toEqual([name, "", ""]);
    const left = () => pathsBelow(join(repositories, name)).filter(isLeft);
    await eventually(() => left().length === 0 || undefined).catch(() => expect(left()).toEqual([]));
  }
}

/** Locks and half-received packs of a git that was killed: the locks would refuse every later push. */
function isLeft(path: string): boolean {
  return /\.lock$|(^|\/)(tmp_|incoming-)/.test(path);
}

function paths(database: Database.Database, query: string): string[] {
  return (database.prepare(query).all() as { collection_id: string; blob: string }[]).map(
    ({ collection_id, blob }) => `${collection_id}/${blob}`,
  );
}

function stored(dataDir: string): string[] {
  return filesBelow(join(dataDir, "files"));
}

function sameSet(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((entry) => other.includes(entry));
}
