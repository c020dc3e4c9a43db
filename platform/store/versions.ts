import type Database from "libsql";
import type { Details, Settings } from "./algorithms";
import { all, type Row } from "./database";

/** A published version: one build under a number, with what was said about it at that moment. Never changed afterwards. */
export interface Version {
  buildId: string;
  major: number;
  minor: number;
  revision: number;
  details: Details;
  settings: Settings;
  releaseNotes?: string;
  sampleInput?: string;
  sampleOutput?: string;
  createdAt: string;
}

/** The published versions of one platform. */
export interface Versions {
  create(algorithmId: string, version: Version): void;
  /** Newest first. */
  list(algorithmId: string): Version[];
}

/** Reads and writes published versions. */
export function createVersions(database: Database.Database): Versions {
  const insert = database.prepare(`
    INSERT INTO versions (algorithm_id, build_id, major, minor, revision, details, settings, release_notes, sample_input, sample_output, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const list = database.prepare("SELECT * FROM versions WHERE algorithm_id = ? ORDER BY sequence DESC");
  return {
    create(algorithmId, version) {
      insert.run(
        algorithmId,
        version.buildId,
        version.major,
        version.minor,
        version.revision,
        JSON.stringify(version.details),
        JSON.stringify(version.settings),
        version.releaseNotes ?? null,
        version.sampleInput ?? null,
        version.sampleOutput ?? null,
        version.createdAt,
      );
    },
    list: (algorithmId) => all(list, algorithmId).map(read),
  };
}

/** `1.2.3` of a version. */
export function semanticVersion(version: Pick<Version, "major" | "minor" | "revision">): string {
  return `${version.major}.${version.minor}.${version.revision}`;
}

function read(row: Row): Version {
  return {
    buildId: String(row.build_id),
    major: Number(row.major),
    minor: Number(row.minor),
    revision: Number(row.revision),
    details: JSON.parse(String(row.details)) as Details,
    settings: JSON.parse(String(row.settings)) as Settings,
    releaseNotes: textOrNone(row.release_notes),
    sampleInput: textOrNone(row.sample_input),
    sampleOutput: textOrNone(row.sample_output),
    createdAt: String(row.created_at),
  };
}

function textOrNone(value: string | number | null | undefined): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}
