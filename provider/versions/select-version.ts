import { errors } from "../errors";
import { compareVersions } from "../rollout/versions";

interface Offered {
  /** `1.2.3` */
  version: string;
  callability?: string;
}

export type Selector = { kind: "latest" | "latestPrivate" } | { kind: "range"; prefix: string } | { kind: "commit"; commit: string };

/**
 * Reads a version selector as Algorithmia has them (reference §3.2).
 * @throws SELECTOR_INVALID
 * @example parseSelector("1.*") // { kind: "range", prefix: "1." }
 */
export function parseSelector(text: string): Selector {
  if (text === "latest" || text === "latestPrivate") return { kind: text };
  if (/^[0-9a-f]{40}$/i.test(text)) return { kind: "commit", commit: text.toLowerCase() };
  const [, major, minor, revision] = /^(\d+)(?:\.(\d+|[*x])(?:\.(\d+|[*x]))?)?$/.exec(text) ?? [];
  const isOpen = (part: string | undefined) => part === undefined || part === "*" || part === "x";
  if (major === undefined || (isOpen(minor) && !isOpen(revision))) throw errors.SELECTOR_INVALID(text);
  if (isOpen(minor)) return { kind: "range", prefix: `${major}.` };
  return { kind: "range", prefix: isOpen(revision) ? `${major}.${minor}.` : `${major}.${minor}.${revision}` };
}

/**
 * Picks the newest published version that a selector names. As on Algorithmia a private version is not chosen where a public one
 * matches; where all that match are private, as those of an algorithm for one's own use, it is the newest of them.
 */
export function selectVersion<Version extends Offered>(selector: Selector, versions: readonly Version[]): Version | undefined {
  const newestFirst = [...versions].sort((a, b) => compareVersions(b.version, a.version));
  const isPublic = ({ callability }: Offered) => callability === "public";
  if (selector.kind === "latestPrivate") return newestFirst.find((version) => !isPublic(version));
  const matching = selector.kind === "range" ? newestFirst.filter(({ version }) => matches(version, selector.prefix)) : newestFirst;
  return matching.find(isPublic) ?? matching[0];
}

const matches = (version: string, prefix: string) => (prefix.endsWith(".") ? version.startsWith(prefix) : version === prefix);
