import { join } from "node:path";
import Database from "libsql";
import { errors } from "../../../platform/api/errors";
import { pathsOf, type Route } from "../../../platform/api/route";
import { routes } from "../../../platform/api/routes/index";
import { launch, type Platform } from "../../../platform/index";
import { allPermissions } from "../../../platform/store/permissions";
import { pathsBelow } from "../../support/files-below";
import { createAlgorithm, eventually, pushChange, type Reply, scriptedEngines, send } from "../api/support";

/** What only the victim may read: it stands in a file, a secret, a label and a commit. No answer to anybody else may hold it. */
export const confidential = "known-to-the-victim-only";

const secondsToAnswer = 120;

/** Every route by every path, as requests are sent to it. */
export const requests = routes.flatMap((route: Route) =>
  pathsOf(route).map((path) => ({ method: route.method, path, scope: route.scope, operation: route.operation })),
);

/** A platform where somebody has something of everything, and others would like to have it. */
export class Scene {
  private database: Database.Database | undefined;

  private constructor(
    readonly platform: Platform,
    private readonly folder: string,
    /** What stands for the parameters of routes so that they name something of the victim's. */
    private readonly named: Record<string, string>,
    readonly keys: { stranger: string; powerless: string },
  ) {}

  static async set(folder: string): Promise<Scene> {
    const dataDir = join(folder, "data");
    const platform = await launch({ dataDir, owner: "victim" }, scriptedEngines({}));
    const ask = (method: string, path: string, body?: unknown) => send(platform, method, path, { body });
    await ask("POST", "/v1/data/.my", { name: "things" });
    await ask("PUT", "/v1/data/.my/things/file", confidential);
    const { id } = await createAlgorithm(platform, "target");
    await ask("PUT", "/v1/algorithms/victim/target", { details: { summary: confidential } });
    const version = await pushChange(platform, folder, "target", { README: confidential });
    await ask("POST", "/v1/algorithms/victim/target/compile", {});
    await ask("POST", "/v1/algorithms/victim/target/versions", { settings: { algorithm_callability: "private" } });
    const secret = await ask("POST", `/v1/algorithms/${id}/secrets`, {
      short_name: confidential,
      secret_key: "KEY",
      secret_value: confidential,
    });
    const builds = await ask("GET", "/v1/algorithms/victim/target/builds");
    const environments = await ask("GET", "/v1/algorithm-environments/edge/languages/python3/environments");
    const providers = await ask("GET", "/v1/secret-provider");
    const admin = (method: string, path: string, body?: unknown) => send(platform, method, path, { body, key: platform.adminKey });
    await admin("POST", "/v1/organizations", {
      org_name: "guild",
      org_label: confidential,
      org_contact_name: "x",
      org_email: "o@example.com",
    });
    await admin("POST", "/v1/users", { username: "stranger", email: "s@example.com" });
    const keyOf = async (user: string, permissions: object) => {
      const { json } = await admin("POST", `/v1/users/${user}/keys`, { key_label: "x", key_type: "AlgorithmKey", permissions });
      return json.api_key as string;
    };
    const named = {
      owner: "victim",
      user: "victim",
      name: "target",
      algorithmId: id,
      version,
      buildId: builds.json.results[0].build_id,
      secretId: secret.json.id,
      org: "guild",
      scmId: "internal",
      language: "python3",
      specificationId: environments.json.environments[0].environment_specification_id,
      providerId: providers.json[0].id,
      feature: "notifications",
      type: "legacy",
      keyname: "support.email",
    };
    await eventually(async () => (await ask("GET", "/v1/algorithms/victim/target/builds")).json.results[0].status !== "in-progress");
    const keys = { stranger: await keyOf("stranger", allPermissions), powerless: await keyOf("victim", {}) };
    return new Scene(platform, dataDir, named, keys);
  }

  async close(): Promise<void> {
    this.database?.close();
    await this.platform.close();
  }

  /** The key that may do what a route does. */
  keyFor({ scope }: { scope: string }): string {
    return scope === "admin" ? this.platform.adminKey : this.platform.apiKey;
  }

  /** The names of a path's parameters, `*` among them. */
  parametersOf(path: string): string[] {
    return [...path.matchAll(parameter), ...path.matchAll(/\*/g)].map(([whole, name]) => name ?? whole);
  }

  /** A path with something of the victim's for each parameter, except where another text is given. */
  fill({ method, path }: { method: string; path: string }, texts: Record<string, string> = {}): string {
    const repository = `victim/target.git/${method === "GET" ? "info/refs?service=git-receive-pack" : "git-receive-pack"}`;
    const rest = path.startsWith("/v1/algo/") ? "victim/target" : path.startsWith("/git/") ? repository : "victim/things/file";
    const whole = path.replace(parameter, (_, name: string) => texts[name] ?? this.named[name] ?? "x");
    return whole.replace("*", () => texts["*"] ?? (path.startsWith("/v1/connector/") ? `data/${rest}` : rest));
  }

  /** Sends a request; one that is not answered in time is a failure of its own. */
  async send(method: string, path: string, options: Parameters<typeof send>[3]): Promise<Reply> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${method} ${path.slice(0, 200)} was not answered`)), secondsToAnswer * 1000);
    });
    try {
      return await Promise.race([send(this.platform, method, path, options), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Differs once anything was written to the database, or a file, repository or log came or went. */
  kept(): string {
    this.database ??= new Database(join(this.folder, "platform.db"), { readonly: true });
    const files = ["files", "repositories", "logs"].map((name) => pathsBelow(join(this.folder, name)).sort());
    // The number grows with every commit of another connection, whatever it wrote.
    return JSON.stringify([this.database.prepare("PRAGMA data_version").all(), files]);
  }
}

const parameter = /:(\w+)(?:\(\^[^)]*\$\))?/g;

/** What is wrong with an answer that should be an error of the table, or undefined. */
export function faultOf(reply: Reply, method: string, path: string): string | undefined {
  const { status, headers, json } = reply;
  if (status < 400 || status >= 500) return `status ${status}`;
  // git shows plain text to its user.
  if (path.startsWith("/git/") && headers["content-type"] === "text/plain") return undefined;
  if (!/^application\/json\b/.test(headers["content-type"] ?? "")) return `Content-Type ${headers["content-type"]}`;
  if (method === "HEAD") return headers["x-error-message"] ? undefined : "no X-Error-Message";
  return isOfTheTable(status, json) ? undefined : `body ${reply.text.slice(0, 300)}`;
}

function isOfTheTable(status: number, body: { error?: unknown } | undefined): boolean {
  const error = body?.error;
  return Object.values(errors).some((entry) => {
    if (entry.status !== status) return false;
    if (entry.body === "string") return typeof error === "string";
    if (typeof error !== "object" || error === null) return false;
    const { id, code, message } = error as { id?: string; code?: number; message?: string };
    if (typeof message !== "string" || message === "") return false;
    return entry.body === "message" ? id === undefined && code === undefined : code === entry.code && /^[0-9a-f-]{36}$/.test(id ?? "");
  });
}
