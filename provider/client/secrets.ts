import { z } from "zod";
import { AlgorithmiaError, errors } from "../errors";
import { isAbsent } from "./absence";
import { redact } from "./redact";
import type { Transport } from "./transport";

/** A secret as the platform tells about it: never its value. */
export interface SecretState {
  id: string;
  key: string;
  shortName: string;
  description: string;
  /** When it was last written, as the platform says it; absent where it does not. */
  modified?: string;
}

/** What is written of a secret. */
export interface SecretContent {
  key: string;
  shortName: string;
  description: string;
  value: string;
}

/** Secrets of one algorithm, named by its UUID. */
export interface SecretsClient {
  /** @returns undefined when there is no such algorithm. */
  list(algorithmId: string): Promise<SecretState[] | undefined>;
  create(algorithmId: string, content: SecretContent): Promise<SecretState>;
  update(algorithmId: string, id: string, content: SecretContent): Promise<SecretState>;
  /** Deletes it; one that is gone already is deleted. */
  remove(algorithmId: string, id: string): Promise<void>;
}

const Secret = z
  .object({
    id: z.string(),
    secret_key: z.string(),
    short_name: z.string(),
    description: z.string().nullish(),
    modified: z.union([z.string(), z.number()]).nullish(),
  })
  .transform(
    ({ id, secret_key: key, short_name: shortName, description, modified }): SecretState => ({
      id,
      key,
      shortName,
      description: (description ?? "").trim(),
      modified: modified === null || modified === undefined ? undefined : String(modified),
    }),
  );
/** The specification says `results`, a page of the documentation `secrets` (reference §5.2). */
const List = z.union([z.object({ results: z.array(Secret) }), z.object({ secrets: z.array(Secret) })]);
const Providers = z.array(z.object({ id: z.string(), isDefault: z.boolean().nullish(), isEnabled: z.boolean().nullish() }));

export function createSecretsClient(transport: Transport): SecretsClient {
  const at = (algorithmId: string, id = "") => `/v1/algorithms/${algorithmId}/secrets${id && `/${encodeURIComponent(id)}`}`;

  async function providerId(): Promise<string> {
    const doing = "listing the secret providers";
    const providers = await transport.json(Providers, { method: "GET", path: "/v1/secret-provider", doing });
    const enabled = providers.filter(({ isEnabled }) => isEnabled !== false);
    const chosen = enabled.find(({ isDefault }) => isDefault) ?? enabled[0];
    if (!chosen) throw errors.PLATFORM_ANSWER_MALFORMED(transport.connection.apiAddress, doing, "there is none that is enabled");
    return chosen.id;
  }

  /** A platform may repeat in its refusal what it was sent. */
  async function write(value: string, request: () => Promise<SecretState>): Promise<SecretState> {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof AlgorithmiaError)) throw error;
      throw new AlgorithmiaError(error.code, error.exit, redact(error.message, value));
    }
  }

  return {
    async list(algorithmId) {
      const doing = `listing the secrets of algorithm ${algorithmId}`;
      const response = await transport.send({ method: "GET", path: at(algorithmId), doing, accept: [404] });
      if (isAbsent(response, transport, doing)) return undefined;
      const list = transport.read(List, response, doing);
      return "results" in list ? list.results : list.secrets;
    },
    async create(algorithmId, content) {
      const json = { owner_type: "algorithm", owner_id: algorithmId, provider_id: await providerId(), ...body(content) };
      const request = { method: "POST", path: at(algorithmId), doing: `creating the secret ${content.key}`, json } as const;
      return write(content.value, () => transport.json(Secret, request));
    },
    async update(algorithmId, id, content) {
      const request = {
        method: "PUT",
        path: at(algorithmId, id),
        doing: `changing the secret ${content.key}`,
        json: body(content),
      } as const;
      return write(content.value, () => transport.json(Secret, request));
    },
    async remove(algorithmId, id) {
      const doing = `deleting the secret ${id}`;
      isAbsent(await transport.send({ method: "DELETE", path: at(algorithmId, id), doing, accept: [404] }), transport, doing);
    },
  };
}

/** The documentation requires a description; its own client sends a blank one where there is none. */
function body({ key, shortName, description, value }: SecretContent) {
  return { secret_key: key, short_name: shortName, description: description || " ", secret_value: value };
}
