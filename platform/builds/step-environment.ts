import { allowedEnvironment, pick } from "../runner/allowed-environment";

const toolPrefixes = ["PIP_", "UV_", "XDG_", "CARGO_"];
const toolNames = ["PATH", "HOME", "USER", "TMPDIR", "CC", "CXX", "CFLAGS", "CXXFLAGS", "LDFLAGS", "PKG_CONFIG_PATH", "RUSTUP_HOME"];
const proxies = ["http_proxy", "https_proxy", "all_proxy"];

/**
 * The environment of a build's steps: what installers and compilers need, and no key of the platform,
 * because packages run code of others while they are installed.
 */
export function stepEnvironment(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return {
    ...allowedEnvironment(environment),
    ...pick(
      environment,
      (name) => toolNames.includes(name) || proxies.includes(name.toLowerCase()) || toolPrefixes.some((prefix) => name.startsWith(prefix)),
    ),
    LC_ALL: "C.UTF-8",
    PYTHONUTF8: "1",
    PYTHONNOUSERSITE: "1",
    // Nothing but a virtual environment is ever installed into; these would lead elsewhere.
    PIP_USER: "0",
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    PIP_NO_INPUT: "1",
  };
}
