import type Database from "libsql";
import { all, first, type Row } from "./database";

/** A setting of a front end. Moments are milliseconds since 1970. */
export interface ConfigEntry {
  name: string;
  value: string;
  createdAtMs: number;
  updatedAtMs: number;
}

/** The pictures of a platform's page. */
export type ImageName = "favicon" | "logo";

/** A picture as it was put. */
export interface Image {
  contentType: string;
  bytes: Buffer;
}

/** How the pages of one platform look: settings and pictures. */
export interface Appearance {
  entry(name: string): ConfigEntry | undefined;
  /** At most `limit` entries, by name, after the name `after`. */
  entries(after: string, limit: number): ConfigEntry[];
  setEntry(name: string, value: string): ConfigEntry;
  removeEntry(name: string): void;
  image(name: ImageName): Image | undefined;
  setImage(name: ImageName, image: Image): void;
  removeImage(name: ImageName): void;
}

/** Reads and writes how pages look. */
export function createAppearance(database: Database.Database): Appearance {
  const entry = database.prepare("SELECT * FROM config_entries WHERE keyname = ?");
  const entries = database.prepare("SELECT * FROM config_entries WHERE keyname > ? ORDER BY keyname LIMIT ?");
  const setEntry = database.prepare(`INSERT INTO config_entries (keyname, value, created_at_ms, updated_at_ms) VALUES (?1, ?2, ?3, ?3)
    ON CONFLICT DO UPDATE SET value = excluded.value, updated_at_ms = excluded.updated_at_ms`);
  const removeEntry = database.prepare("DELETE FROM config_entries WHERE keyname = ?");
  const image = database.prepare("SELECT * FROM images WHERE name = ?");
  const setImage = database.prepare(`INSERT INTO images (name, content_type, bytes) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET content_type = excluded.content_type, bytes = excluded.bytes`);
  const removeImage = database.prepare("DELETE FROM images WHERE name = ?");
  const find = (name: string) => {
    const row = first(entry, name);
    return row && read(row);
  };
  return {
    entry: find,
    entries: (after, limit) => all(entries, after, limit).map(read),
    setEntry(name, value) {
      setEntry.run(name, value, Date.now());
      return find(name)!;
    },
    removeEntry: (name) => void removeEntry.run(name),
    image(name) {
      const row = image.get(name) as { content_type: string; bytes: Uint8Array } | undefined;
      return row && { contentType: row.content_type, bytes: Buffer.from(row.bytes) };
    },
    setImage: (name, { contentType, bytes }) => void setImage.run(name, contentType, bytes),
    removeImage: (name) => void removeImage.run(name),
  };
}

function read(row: Row): ConfigEntry {
  return {
    name: String(row.keyname),
    value: String(row.value),
    createdAtMs: Number(row.created_at_ms),
    updatedAtMs: Number(row.updated_at_ms),
  };
}
