import { ApiError } from "../api/errors";
import type { PublishRequest } from "../api/schemas";
import type { Version } from "../store/versions";

type Numbered = Pick<Version, "major" | "minor" | "revision">;

/** The number of the next version: a bump of the highest one, or the number that was asked for if it is higher. The first bump starts from 0.0.0. */
export function nextVersion(versions: Numbered[], info: PublishRequest["version_info"]): Numbered {
  const highest = versions.reduce((best, version) => (compare(version, best) > 0 ? version : best), { major: 0, minor: 0, revision: 0 });
  if (info.semantic_version !== undefined) return asked(info.semantic_version, highest);
  const { major, minor, revision } = highest;
  switch (info.version_type ?? info.type ?? "minor") {
    case "major":
      return { major: major + 1, minor: 0, revision: 0 };
    case "minor":
    case "default":
      return { major, minor: minor + 1, revision: 0 };
    case "revision":
    case "patch":
      return { major, minor, revision: revision + 1 };
    default:
      throw new ApiError(
        "INVALID_INPUT",
        `version_info.version_type must be "major", "minor" or "revision", not "${info.version_type ?? info.type}"`,
      );
  }
}

/** Negative, zero or positive as `a` is lower than, the same as or higher than `b`. */
export function compare(a: Numbered, b: Numbered): number {
  return a.major - b.major || a.minor - b.minor || a.revision - b.revision;
}

function asked(text: string, highest: Numbered): Numbered {
  const [, major, minor, revision] = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})$/.exec(text) ?? [];
  const wanted = { major: Number(major), minor: Number(minor), revision: Number(revision) };
  if (major !== undefined && compare(wanted, highest) > 0) return wanted;
  throw new ApiError(
    "INVALID_INPUT",
    `version_info.semantic_version must be MAJOR.MINOR.REVISION above the highest published one, not "${text}"`,
  );
}
