import type { Platform } from "../../index";
import { type StartSettings, startOptions } from "./options";
import type { Resolved } from "./settings";

/** What `start --json` prints. `caFile` and `caBundleFile` are there when the platform serves HTTPS with an authority of its own. */
export function summary({ url, gitUrl, consoleUrl, owner, apiKey, adminKey, dataDir, caFile, caBundleFile }: Platform) {
  return { url, gitUrl, consoleUrl, owner, apiKey, adminKey, dataDir, ...(caFile !== undefined && { caFile, caBundleFile }) };
}

/** What `start` tells people: where it is, the key, and what to paste. */
export function describe(platform: Platform, temporary: boolean): string {
  const { url, gitUrl, consoleUrl, owner, apiKey, dataDir, confinement } = platform;
  return `algorithmia-platform is ready.

  API        ${url}
  git        ${gitUrl}/${owner}/<name>.git
  console    ${consoleUrl}
  account    ${owner}
  key        ${apiKey}
  data       ${dataDir}${temporary ? " (temporary: removed at the end; use --data to keep it)" : ""}
  isolation  ${confinement.descriptions.isolation}
  limits     ${confinement.descriptions.limits}

Paste this where your client runs:

export ALGORITHMIA_API=${url}
export ALGORITHMIA_API_KEY=${apiKey}
${trust(platform)}
Stop it with Ctrl-C.
`;
}

/** How clients come to trust a certificate that nobody else vouches for. */
function trust({ url, caFile, caBundleFile }: Platform): string {
  if (caFile === undefined) return "";
  return `
Its certificate is trusted by clients that are told so:

# Python: Algorithmia's client and its algo command; pulumi-algorithmia
export REQUESTS_CA_BUNDLE=${caBundleFile}
# Node
export NODE_EXTRA_CA_CERTS=${caFile}
# git and curl
git config --global http.${url}/.sslCAInfo ${caFile}
curl --cacert ${caFile} ${url}/platform/health
`;
}

/** The settings as a configuration file, each with where it was said. */
export function describeSettings({ settings, sources, file }: Resolved): string {
  const { stringify } = require("yaml") as typeof import("yaml");
  const lines = (Object.keys(startOptions) as (keyof StartSettings)[])
    .filter((key) => settings[key] !== undefined)
    .map((key) => `${stringify({ [key]: settings[key] }).trim()} # ${sources[key] === "file" ? file : sources[key]}`);
  return `${lines.join("\n")}\n`;
}
