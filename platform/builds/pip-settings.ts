import type { Python } from "./python";
import { runStep } from "./run-step";
import { stepEnvironment } from "./step-environment";

const variables: Record<string, string> = {
  "index-url": "UV_DEFAULT_INDEX",
  "extra-index-url": "UV_INDEX",
  "find-links": "UV_FIND_LINKS",
  "trusted-host": "UV_INSECURE_HOST",
  cert: "SSL_CERT_FILE",
};

/**
 * Where pip would look for packages on this machine, as variables for uv, which does not read pip's configuration.
 * What is set for uv itself stays as it is.
 */
export async function pipSettingsForUv(python: Python, signal: AbortSignal): Promise<Record<string, string>> {
  const environment = stepEnvironment();
  const { ok, output } = await runStep(python.path, ["-m", "pip", "config", "list"], { environment, signal, timeoutSeconds: 30 });
  if (!ok) return {};
  const settings: Record<string, string> = {};
  // Later lines win, as in pip: files first, the environment last.
  for (const line of output.split("\n")) {
    const [, name = "", value = ""] = /^(?:global|install|:env:)\.([a-z-]+)='(.*)'$/.exec(line.trim()) ?? [];
    const variable = variables[name];
    const words = value.split(/\\n|\s+/).filter(Boolean);
    if (variable && words.length > 0) settings[variable] = words.join(variable === "UV_FIND_LINKS" ? "," : " ");
  }
  // pip takes the best version of all indexes, uv by default the first index that has the package.
  if (settings.UV_INDEX) settings.UV_INDEX_STRATEGY = "unsafe-best-match";
  return Object.fromEntries(Object.entries(settings).filter(([name]) => environment[name] === undefined));
}
