import type { Answer, CallOptions, Input } from "../../../platform/engines";
import { launch, type Platform, type PlatformOptions } from "../../../platform/index";
import { createAlgorithm, scriptedEngines, send } from "../api/support";

/** A request that a running algorithm sends, with the key of its instance. */
export type Ask = (method: string, path: string, body?: unknown) => ReturnType<typeof send>;

/** What an algorithm of a test does with its input. */
export type Script = (ask: Ask, input: unknown, options: CallOptions) => Promise<unknown>;

/** A platform whose algorithms are functions of the test. */
export class Inside {
  private readonly scripts = new Map<string, Script>();
  /** Keys of the instances, in the order in which they were started. */
  readonly keys: string[] = [];
  platform!: Platform;

  static async start(options: PlatformOptions = {}): Promise<Inside> {
    const inside = new Inside();
    const call = async (buildId: string, input: Input, options: CallOptions): Promise<Answer> => {
      const key = options.environment.ALGORITHMIA_API_KEY!;
      inside.keys.push(key);
      const ask: Ask = (method, path, body) => inside.ask(method, path, { key, body });
      try {
        const result = await inside.scripts.get(buildId)!(ask, input.data, options);
        return { ok: true, contentType: "json", result, durationSeconds: 0, stdout: "" };
      } catch (error) {
        const message = (error as Error).message;
        return { ok: false, error: { message, error_type: "AlgorithmError" }, durationSeconds: 0, stdout: "" };
      }
    };
    inside.platform = await launch(options, scriptedEngines({ call }));
    return inside;
  }

  /** Publishes a version of an algorithm that does what the script says. */
  async publish(name: string, script: Script, callability: "public" | "private" = "public"): Promise<void> {
    const { platform } = this;
    await createAlgorithm(platform, name);
    const { build } = (await send(platform, "POST", `/v1/algorithms/demo/${name}/compile`)).json;
    this.scripts.set(build.build_id, script);
    const body = { settings: { algorithm_callability: callability }, version_info: { version_type: "minor" } };
    await send(platform, "POST", `/v1/algorithms/demo/${name}/versions`, { body });
  }

  /** Sends JSON, or text where the body is one. */
  ask(method: string, path: string, { key, body }: { key?: string; body?: unknown } = {}) {
    const headers = { "content-type": typeof body === "string" ? "text/plain" : "application/json" };
    return send(this.platform, method, path, { body, headers, ...(key !== undefined && { key }) });
  }

  /** Calls an algorithm and answers with its result, or the error's message. */
  async call(name: string, input: unknown = 0, key?: string): Promise<unknown> {
    const { json } = await this.ask("POST", `/v1/algo/demo/${name}`, { key, body: { input } });
    return json.error ? json.error.message : json.result;
  }

  /** A user with a key that has these permissions, all of them unless told. */
  async user(name: string, permissions: object = everything): Promise<string> {
    const { adminKey: key } = this.platform;
    await send(this.platform, "POST", "/v1/users", { key, body: { username: name } });
    return (await send(this.platform, "POST", `/v1/users/${name}/keys`, { key, body: { permissions } })).json.api_key;
  }
}

const everything = { allow_data: true, allow_data_write: true, allow_algo: true, algo_acl: ["algo://*"], allow_algo_management: true };
