import type { Build } from "../store/builds";
import { semanticVersion, type Version } from "../store/versions";
import { compare } from "./number";

/** What an algorithm has to offer to a caller. */
export interface Offer {
  /** Published versions, in any order. */
  versions: Version[];
  /** Successful builds of a commit, newest first. */
  buildsOf(commitSha: string): Build[];
  /** Owners see private versions and unpublished builds. */
  isOwner: boolean;
}

/**
 * The build that a version selector names (reference/algorithmia-api.md §3.2), or undefined.
 * @param selector what stands after the algorithm's name; empty for none
 */
export function selectBuild(selector: string, { versions, buildsOf, isOwner }: Offer): string | undefined {
  if (/^[0-9a-f]{40}$/i.test(selector)) return isOwner ? buildsOf(selector.toLowerCase())[0]?.id : undefined;
  const open = versions.filter(isPublic);
  if (selector === "" || selector === "latest") return highest(open);
  if (selector === "latestPrivate") return isOwner ? highest(versions.filter((version) => !isPublic(version))) : undefined;
  if (/^\d+\.\d+\.\d+$/.test(selector))
    return (isOwner ? versions : open).find((version) => semanticVersion(version) === selector)?.buildId;
  const [, major, minor] = /^(\d+)(?:\.(\d+|[*x])(?:\.[*x])?)?$/.exec(selector) ?? [];
  if (major === undefined) return undefined;
  const anyMinor = minor === undefined || minor === "*" || minor === "x";
  return highest(open.filter((version) => version.major === Number(major) && (anyMinor || version.minor === Number(minor))));
}

/** True if any account may call the version. */
export function isPublic({ settings }: Version): boolean {
  return settings.algorithm_callability === "public";
}

function highest(versions: Version[]): string | undefined {
  return versions.reduce<Version | undefined>((best, version) => (best && compare(best, version) >= 0 ? best : version), undefined)
    ?.buildId;
}
