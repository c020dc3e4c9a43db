import { z } from "zod";
import { errors } from "../errors";
import { redact } from "./redact";
import { Algorithm, Build, BuildLog, CallAnswer, NoSuchAlgorithm, Page, PublishedVersion } from "./schemas";
import { codeOf, messageOf, type Transport } from "./transport";

/** What a publish says of the version to be (reference §5.5). */
export interface PublishRequest {
  commit: string;
  versionType: "revision" | "minor" | "major";
  releaseNotes?: string;
  sampleInput?: string;
  sampleOutput?: string;
  callability?: string;
}

/** What an algorithm is called with: a JSON value, a text (sent as text/plain) or bytes (sent as application/octet-stream). */
export type CallInput = { json: unknown } | { text: string } | { bytes: Buffer };

/** Algorithms, their builds, versions and calls. `algorithm` is always `owner/name`. */
export interface AlgorithmsClient {
  get(algorithm: string): Promise<Algorithm | undefined>;
  publishedVersions(algorithm: string): Promise<PublishedVersion[]>;
  /** Newest first. */
  builds(algorithm: string): Promise<Build[]>;
  build(algorithm: string, buildId: string): Promise<Build>;
  /** Of a build that has ended. */
  buildLog(algorithm: string, buildId: string): Promise<string>;
  /** Of a build that runs, as far as it has got: it comes with the version of its commit. Empty where the platform does not tell it. */
  runningLog(algorithm: string, build: Build): Promise<string>;
  /** Starts a build of that commit and waits for it, as the platform's own `compile` does. */
  compile(algorithm: string, commit: string, timeoutSeconds: number): Promise<void>;
  /** @returns undefined when the platform says that this build is published already (code 1007). */
  publish(algorithm: string, request: PublishRequest, timeoutSeconds: number): Promise<PublishedVersion | undefined>;
  /**
   * Calls a published version, or a built commit that nobody can be sent to yet.
   * @param target Semantic version, or the 40 hex digits of a commit.
   * @param input A bare text is sent as JSON where it is JSON, else as text: what a sample input means.
   * @param timeoutSeconds How long the algorithm may take; the platform allows 3000 at most.
   * @param options.stdout Ask for what the algorithm prints; only its owner is given it.
   * @returns the answer, from which the API key is taken out wherever it stands
   * @throws PLATFORM_TIMEOUT when not even the platform's own word on the timeout comes
   */
  call(algorithm: string, target: string, input: string | CallInput, timeoutSeconds: number, options?: CallOptions): Promise<CallAnswer>;
}

export interface CallOptions {
  stdout?: boolean;
}

const alreadyPublished = 1007;
const longestCallSeconds = 3000;
const noSuchAlgorithm = "No such algorithm";
const pageSize = 100;

export function createAlgorithmsClient(transport: Transport): AlgorithmsClient {
  const base = (algorithm: string) => `/v1/algorithms/${algorithm.split("/").map(encodeURIComponent).join("/")}`;

  async function all<Schema extends z.ZodType>(schema: Schema, path: string, query: string, doing: string): Promise<z.output<Schema>[]> {
    const results: z.output<Schema>[] = [];
    let marker: string | null | undefined;
    do {
      const page = await transport.json(Page.extend({ results: z.array(schema) }), {
        method: "GET",
        path: `${path}?limit=${pageSize}${query}${marker ? `&marker=${encodeURIComponent(marker)}` : ""}`,
        doing,
      });
      results.push(...page.results);
      marker = page.marker;
    } while (marker);
    return results;
  }

  return {
    async get(algorithm) {
      const request = { method: "GET", path: base(algorithm), doing: `reading algorithm ${algorithm}`, accept: [404] } as const;
      const response = await transport.send(request);
      if (response.status !== 404) return transport.read(Algorithm, response, request.doing);
      // Gone is said by Algorithmia itself. A proxy's or a website's 404 tells nothing of the algorithm, and a refresh would drop it.
      const { error } = transport.read(NoSuchAlgorithm, response, request.doing);
      if (typeof error === "object" || error === noSuchAlgorithm) return undefined;
      throw errors.PLATFORM_ANSWER_MALFORMED(transport.connection.apiAddress, request.doing, "it is a 404 of something else");
    },
    publishedVersions: (algorithm) =>
      all(PublishedVersion, `${base(algorithm)}/versions`, "&published=true", `listing the versions of ${algorithm}`),
    async builds(algorithm) {
      const builds = await all(Build, `${base(algorithm)}/builds`, "", `listing the builds of ${algorithm}`);
      return builds.sort((a, b) => (b.started_at ?? "").localeCompare(a.started_at ?? ""));
    },
    build: (algorithm, buildId) =>
      transport.json(Build, {
        method: "GET",
        path: `${base(algorithm)}/builds/${buildId}`,
        doing: `watching build ${buildId} of ${algorithm}`,
      }),
    async buildLog(algorithm, buildId) {
      const request = {
        method: "GET",
        path: `${base(algorithm)}/builds/${buildId}/logs`,
        doing: `reading the log of build ${buildId}`,
      } as const;
      return (await transport.json(BuildLog, request)).logs;
    },
    async runningLog(algorithm, { build_id, commit_sha }) {
      const path = `${base(algorithm)}/versions/${commit_sha}`;
      const { build, compilation } = await transport.json(Algorithm, {
        method: "GET",
        path,
        doing: `reading the log of build ${build_id}`,
      });
      // A commit may have been built before, and the version be that one.
      return build?.build_id === build_id ? (compilation?.output ?? "") : "";
    },
    async compile(algorithm, commit, timeoutSeconds) {
      // A failed build may come back as an error status: the build itself is looked at afterwards, so any final answer will do.
      await transport.send({
        method: "POST",
        path: `${base(algorithm)}/compile`,
        doing: `building ${algorithm}`,
        json: { commitSha: commit },
        timeoutSeconds,
        accept: [400],
      });
    },
    async publish(algorithm, request, timeoutSeconds) {
      const doing = `publishing ${algorithm}`;
      const response = await transport.send({
        method: "POST",
        path: `${base(algorithm)}/versions`,
        doing,
        json: {
          settings: { algorithm_callability: request.callability },
          version_info: {
            version_type: request.versionType,
            git_hash: request.commit,
            release_notes: request.releaseNotes,
            sample_input: request.sampleInput,
            sample_output: request.sampleOutput,
          },
        },
        timeoutSeconds,
        accept: [400, 409, 422],
      });
      if (response.status < 300) return transport.read(PublishedVersion, response, doing);
      if (codeOf(response) === alreadyPublished) return undefined;
      const { apiAddress, apiKey } = transport.connection;
      throw errors.PLATFORM_ERROR(apiAddress, doing, response.status, redact(messageOf(response), apiKey));
    },
    async call(algorithm, target, input, timeoutSeconds, { stdout = false } = {}) {
      const doing = `calling algo://${algorithm}/${target}`;
      const response = await transport.send({
        method: "POST",
        path: `/v1/algo/${algorithm}/${target}?timeout=${Math.min(timeoutSeconds, longestCallSeconds)}${stdout ? "&stdout=true" : ""}`,
        doing,
        ...(typeof input === "string" ? asSampleInput(input) : input),
        // The platform itself ends a call in time and says so: its answer gets as long as any other to come.
        timeoutSeconds: timeoutSeconds + transport.timeoutSeconds,
        idempotent: true,
      });
      // An algorithm may print whatever it finds, and what it prints may end in a log.
      const data = redact(String(response.data), transport.connection.apiKey);
      return transport.read(CallAnswer, { ...response, data }, doing);
    },
  };
}

function asSampleInput(text: string): CallInput {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return { text };
  }
}
