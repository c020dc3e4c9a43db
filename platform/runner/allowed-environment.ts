const names = [
  "LANG",
  "LANGUAGE",
  "TZ",
  "LD_LIBRARY_PATH",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "REQUESTS_CA_BUNDLE",
  "CURL_CA_BUNDLE",
  "NODE_EXTRA_CA_CERTS",
  "OMP_NUM_THREADS",
  "CUDA_VISIBLE_DEVICES",
  "NVIDIA_VISIBLE_DEVICES",
];
const proxies = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"];

/**
 * The part of this process's environment that code of others may see: an allow-list, because nobody can list all secrets.
 * A proxy address that carries a password stays here.
 */
export function allowedEnvironment(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return pick(environment, (name, value) => {
    if (names.includes(name) || name.startsWith("LC_")) return true;
    return proxies.includes(name.toLowerCase()) && !value.includes("@");
  });
}

/** Picks variables by name and value. */
export function pick(environment: NodeJS.ProcessEnv, wanted: (name: string, value: string) => boolean): Record<string, string> {
  const entries = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries.filter(([name, value]) => wanted(name, value)));
}
