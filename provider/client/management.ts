import { z } from "zod";
import { isAbsent } from "./absence";
import type { Transport } from "./transport";

/** An algorithm as the management API describes it, in the API's own words. */
export interface ManagedAlgorithm {
  /** UUID */
  id: string;
  details: Record<string, unknown>;
  settings: Record<string, unknown>;
  gitUrl?: string;
  /** With a published version, `details` and `settings` are that version's: a change shows with the next one (reference §7). */
  isPublished: boolean;
}

/** What a request to create or change an algorithm says of it. */
export interface AlgorithmDescription {
  details: Record<string, unknown>;
  settings: Record<string, unknown>;
}

/** Algorithms as objects: made, described, deleted. `algorithm` is always `owner/name`. */
export interface ManagementClient {
  /** @returns undefined when there is no such algorithm. */
  find(algorithm: string): Promise<ManagedAlgorithm | undefined>;
  create(algorithm: string, description: AlgorithmDescription): Promise<void>;
  update(algorithm: string, description: AlgorithmDescription): Promise<void>;
  /** Deletes it with its source, builds and versions; one that is gone already is deleted. */
  remove(algorithm: string): Promise<void>;
}

const record = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => value ?? {});

const Answer = z
  .object({
    id: z.string(),
    details: record,
    settings: record,
    source: z.object({ repository_https_url: z.string().nullish() }).nullish(),
    version_info: z.object({ semantic_version: z.string().nullish() }).nullish(),
  })
  .transform(
    ({ id, details, settings, source, version_info: version }): ManagedAlgorithm => ({
      id,
      details,
      settings,
      gitUrl: source?.repository_https_url ?? undefined,
      isPublished: Boolean(version?.semantic_version),
    }),
  );

export function createManagementClient(transport: Transport): ManagementClient {
  const at = (algorithm: string) => `/v1/algorithms/${algorithm.split("/").map(encodeURIComponent).join("/")}`;
  return {
    async find(algorithm) {
      const doing = `reading algorithm ${algorithm}`;
      const response = await transport.send({ method: "GET", path: at(algorithm), doing, accept: [404] });
      return isAbsent(response, transport, doing) ? undefined : transport.read(Answer, response, doing);
    },
    async create(algorithm, description) {
      const [owner = "", name = ""] = algorithm.split("/");
      const json = { name, ...description };
      await transport.send({ method: "POST", path: at(owner), doing: `creating algorithm ${algorithm}`, json });
    },
    async update(algorithm, description) {
      await transport.send({ method: "PUT", path: at(algorithm), doing: `changing algorithm ${algorithm}`, json: description });
    },
    async remove(algorithm) {
      const doing = `deleting algorithm ${algorithm}`;
      isAbsent(await transport.send({ method: "DELETE", path: at(algorithm), doing, accept: [404] }), transport, doing);
    },
  };
}
