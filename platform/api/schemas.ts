import type { FaultRequest } from "./faults";

/** What the bodies of requests are parsed into. Unknown fields are ignored: clients send more than is documented. */
export interface Schemas {
  newCollection(body: unknown): { name: string; acl?: { read: string[] } };
  aclChange(body: unknown): { acl: { read: string[] } };
  newAlgorithm(body: unknown): NewAlgorithm;
  algorithmChange(body: unknown): AlgorithmChange;
  compile(body: unknown): { commitSha?: string };
  publish(body: unknown): PublishRequest;
  newSecret(body: unknown): NewSecret;
  secretChange(body: unknown): Partial<Omit<NewSecret, "provider_id">>;
  fault(body: unknown): FaultRequest;
}

type Json = Record<string, unknown>;

/** Body of a request to create an algorithm. */
export interface NewAlgorithm {
  name: string;
  details: Json;
  settings: Json & { language?: string; package_set?: string; environment?: string; algorithm_environment?: string };
  version_info: { sample_input?: string };
  source: { scm?: unknown };
}

/** Body of a request to change an algorithm. */
export interface AlgorithmChange {
  details: Json;
  settings: Json;
  version_info: { sample_input?: string };
}

/** Body of a publish request; every field may be missing. */
export interface PublishRequest {
  details: Json;
  settings: Json;
  version_info: {
    version_type?: string;
    type?: string;
    semantic_version?: string;
    git_hash?: string;
    release_notes?: string;
    sample_input?: string;
    sample_output?: string;
    insights_enabled?: boolean;
  };
}

/** Body of a request to create a secret. */
export interface NewSecret {
  short_name: string;
  description: string;
  /** Name of the environment variable that the algorithm reads it from. */
  secret_key: string;
  secret_value?: string;
  provider_id?: string;
}

let loaded: Schemas | undefined;

/** The parsers; the library behind them takes a tenth of a second to load, so that waits until after the platform is ready. */
export function schemas(): Schemas {
  loaded ??= (require("./parsers") as typeof import("./parsers")).parsers;
  return loaded;
}
