/** Hosts whose pages have the same path as their git addresses. */
const knownHosts = ["github.com", "gitlab.com", "bitbucket.org"];

/**
 * The address of a repository as everybody may read it: one line, without user, password, token or query.
 * @returns undefined for a folder, which tells nothing on another machine.
 * @example publicAddress("https://x-access-token:secret@github.com/acme/infra.git") // "https://github.com/acme/infra.git"
 */
export function publicAddress(remote: string): string | undefined {
  // `git@host:path`, git's short form of ssh; one letter before the colon is a Windows drive.
  const short = /^(?:([^\s@/:]+)@)?([\w.-]{2,}):(?!\/\/)\/?(\S+)$/.exec(remote);
  const text = short ? `ssh://${short[1] ? `${short[1]}@` : ""}${short[2]}/${short[3]}` : remote;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!/^(https?|ssh|git):$/.test(url.protocol) || url.host === "") return undefined;
  // A user name may be a token; "git" is the one that every ssh host has.
  if (url.protocol !== "ssh:" || url.username !== "git") url.username = "";
  url.password = "";
  url.search = "";
  url.hash = "";
  return url.href.replace(/\/+$/, "");
}

/** Where a person looks at the repository; undefined where that cannot be told from its address. */
export function webAddress(address: string): string | undefined {
  const url = new URL(address);
  const path = url.pathname.replace(/\.git$/, "").replace(/\/+$/, "");
  if (/^https?:$/.test(url.protocol)) return `${url.protocol}//${url.host}${path}`;
  return knownHosts.includes(url.hostname) ? `https://${url.hostname}${path}` : undefined;
}
