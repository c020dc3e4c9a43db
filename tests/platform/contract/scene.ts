import { allPermissions } from "../../../platform/store/permissions";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { cloneAddress, createAlgorithm, git, pushChange, send } from "../api/support";

/** What cases are about. */
export interface Facts {
  platform: RunningPlatform;
  /** Of the owner, of another account, of the administrator, and of the owner with less rights. */
  keys: Record<"owner" | "other" | "admin" | "callsEchoOnly" | "callsNothing" | "wrong", string>;
  /** What stands in a path for `{name}`. */
  named: Record<string, string>;
}

/** An algorithm that does what its input says. */
const echo = `import os
import time


class Refused(Exception):
    error_type = "InputError"


def apply(input):
    if input == "raise":
        raise ValueError("raised on request")
    if input == "refuse":
        raise Refused("refused on request")
    if input == "print":
        print("printed")
    if input == "sleep":
        time.sleep(60)
    if input == "exit":
        os._exit(3)
    if input == "address":
        return os.environ["ALGORITHMIA_API"]
    if input == "files":
        return sorted(os.listdir("."))
    if input == "module":
        return __name__
    if input == "nothing":
        return None
    return input
`;

/** One platform, as its command starts it, with what the cases ask about: algorithm Echo with versions 0.1.0 to 2.0.0, and accounts. */
export async function setScene(folder: string): Promise<Facts> {
  const platform = await startPlatformProcess();
  const ask = async (method: string, path: string, body?: unknown, key = platform.apiKey) => {
    const reply = await send(platform, method, path, { key, body });
    if (reply.status >= 400) throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`);
    return reply.json;
  };
  const { id } = await createAlgorithm(platform, "Echo");
  const template = await git(folder, "ls-remote", cloneAddress(platform, "Echo"), "refs/heads/master");
  const commit = await pushChange(platform, folder, "Echo", { "requirements.txt": "", "src/Echo.py": echo, "src/Echo_test.py": "" });
  const publish = async (version_type: string, algorithm_callability: string, more: object = {}) => {
    await ask("POST", "/v1/algorithms/demo/Echo/compile", {});
    const settings = { algorithm_callability };
    return ask("POST", "/v1/algorithms/demo/Echo/versions", { settings, version_info: { version_type, ...more } });
  };
  // 0.1.0, 0.1.1 and 1.0.0 are public, 1.1.0 and 2.0.0 private.
  const first = await publish("minor", "public", { release_notes: "first", sample_input: '{"a":1}', sample_output: "1" });
  await publish("revision", "public");
  await publish("major", "public");
  await publish("minor", "private");
  await publish("major", "private");
  const unpublished = await pushChange(platform, folder, "Echo", { note: "built, not published" });
  const compiled = await ask("POST", "/v1/algorithms/demo/Echo/compile");
  await createAlgorithm(platform, "Empty");
  await ask("POST", "/v1/users", { username: "other", email: "other@example.com" }, platform.adminKey);
  const keyOf = async (user: string, permissions: object): Promise<string> =>
    (await ask("POST", `/v1/users/${user}/keys`, { key_label: "contract", key_type: "AlgorithmKey", permissions }, platform.adminKey))
      .api_key;
  await ask("POST", "/v1/data/.my", { name: "contract" });
  await ask("PUT", "/v1/data/.my/contract/file.txt", "content");
  return {
    platform,
    keys: {
      owner: platform.apiKey,
      other: await keyOf("other", allPermissions),
      admin: platform.adminKey,
      callsEchoOnly: await keyOf("demo", { allow_algo: true, algo_acl: ["algo://demo/echo"] }),
      callsNothing: await keyOf("demo", { allow_algo: true, algo_acl: [] }),
      wrong: "simWRONG0000000000000000000",
    },
    named: {
      id,
      commit,
      unpublished,
      template: template.split(/\s/)[0]!,
      build: first.build.build_id,
      lastBuild: compiled.build.build_id,
      url: platform.url,
    },
  };
}
