import { createRequire } from "node:module";
import { setTimeout as after } from "node:timers/promises";
import { Fault } from "../lib/fault.mjs";

const buildLimitSeconds = 600;

/** The platform's HTTP interface as the story uses it: plain requests, as curl would send them. */
export function createApi({ url, apiKey, adminKey, owner }) {
  const send = async (method, path, { json, body, key = apiKey } = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: { Authorization: `Simple ${key}`, ...(json === undefined ? {} : { "Content-Type": "application/json" }) },
      body: json === undefined ? body : JSON.stringify(json),
    });
    const text = await response.text();
    if (!response.ok) throw new Fault(`${method} ${path} was answered with ${response.status}: ${text.slice(0, 800)}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  const algorithm = (name) => `/v1/algorithms/${owner}/${name}`;
  // Not at the top of the file: it is read before set-up has built the platform.
  const { newAlgorithmSettings: settings } = createRequire(import.meta.url)("../../platform/dist/seed/new-algorithm.js");

  return {
    createAlgorithm: (name, label) => send("POST", `/v1/algorithms/${owner}`, { json: { name, details: { label }, settings } }),
    createCollection: (collection) => send("POST", `/v1/data/${owner}`, { json: { name: collection } }),
    putFile: (collection, file, bytes) => send("PUT", `/v1/data/${owner}/${collection}/${file}`, { body: bytes }),
    listFiles: async (collection) => ((await send("GET", `/v1/data/${owner}/${collection}`)).files ?? []).map((file) => file.filename),
    publish: (name, versionType) => send("POST", `${algorithm(name)}/versions`, { json: { version_info: { version_type: versionType } } }),
    versions: async (name) =>
      (await send("GET", `${algorithm(name)}/versions?published=true`)).results.map((version) => version.version_info.semantic_version),

    /** Waits for the build of a pushed commit to end well; a failed one is told with the end of its log. */
    async awaitBuild(name, commit, onWait) {
      const deadline = Date.now() + buildLimitSeconds * 1000;
      while (Date.now() < deadline) {
        const { results } = await send("GET", `${algorithm(name)}/builds`);
        const build = results.find((candidate) => candidate.commit_sha === commit);
        if (build?.status === "succeeded") return build;
        if (build?.status === "failed") {
          const { logs } = await send("GET", `${algorithm(name)}/builds/${build.build_id}/logs`);
          throw new Fault(
            `The build of ${commit.slice(0, 12)} failed. The end of its log:\n${logs.trim().split("\n").slice(-20).join("\n")}`,
          );
        }
        onWait();
        await after(200);
      }
      throw new Fault(`The build of ${commit.slice(0, 12)} did not end within ${buildLimitSeconds} s.`);
    },

    /** Calls one version and returns its result. */
    async call(name, version, input) {
      const answer = await send("POST", `/v1/algo/${owner}/${name}/${version}`, { json: input });
      if (answer.error)
        throw new Fault(`${owner}/${name}/${version} answered with an error: ${answer.error.message}\n${answer.error.stacktrace ?? ""}`);
      return answer.result;
    },

    /** What was sent to the platform so far that could change something there. */
    async writes() {
      const requests = await send("GET", "/platform/requests", { key: adminKey });
      return (Array.isArray(requests) ? requests : requests.requests)
        .filter(isWrite)
        .map(({ method, path, status }) => `${method} ${path} (${status})`);
    },
  };
}

/** Tells whether a logged request may have changed something. Calls of algorithms and git fetches are sent by POST but only read. */
export function isWrite({ method, path }) {
  if (["GET", "HEAD", "OPTIONS"].includes(method)) return false;
  return !path.startsWith("/v1/algo/") && !/\/git-upload-pack(\?|$)/.test(path);
}
