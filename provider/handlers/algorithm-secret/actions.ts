import type { Platform, SecretState } from "../../client";
import { errors } from "../../errors";
import { secretOnWire } from "../../host/wire";
import { adopt } from "../shared/adopt";
import { requireAlgorithm } from "../shared/require-algorithm";
import type { Actions, Found, Properties } from "../shared/resource-handler";
import type { Inputs } from "./inputs";

/** What `AlgorithmSecret` does on a platform. */
export const actions: Actions<Inputs> = {
  async create(inputs, platform) {
    const { algorithm, key, shortName, description = "" } = inputs;
    const { id: algorithmId } = await requireAlgorithm(algorithm, platform);
    const existing = await find(algorithmId, key, platform);
    // Nobody can compare values: one that exists under the same name and description is written anew.
    if (existing) {
      const told = { shortName: existing.shortName, description: existing.description };
      adopt(`Secret ${key} of ${algorithm}`, told, { shortName, description });
    }
    const content = { key, shortName, description, value: inputs.value };
    const written = existing
      ? await platform.secrets.update(algorithmId, existing.id, content)
      : await platform.secrets.create(algorithmId, content);
    return { id: `${algorithm}/${key}`, outs: outputs(inputs, written) };
  },

  async read(id, state, platform) {
    const { algorithm, key } = identityOf(id, state);
    const algorithmId = (await platform.management.find(algorithm))?.id;
    const found = algorithmId === undefined ? undefined : await find(algorithmId, key, platform);
    return found && described(algorithm, key, state, found);
  },

  async update(_id, olds, inputs, platform) {
    const { algorithm, key, shortName, description = "" } = inputs;
    const { id: algorithmId } = await requireAlgorithm(algorithm, platform);
    const existing = (await find(algorithmId, key, platform))?.id ?? String(olds.secretId);
    return outputs(inputs, await platform.secrets.update(algorithmId, existing, { key, shortName, description, value: inputs.value }));
  },

  async remove(id, state, platform) {
    const { algorithm, key } = identityOf(id, state);
    const algorithmId = (await platform.management.find(algorithm))?.id;
    const existing = algorithmId === undefined ? undefined : await find(algorithmId, key, platform);
    if (algorithmId !== undefined && existing) await platform.secrets.remove(algorithmId, existing.id);
  },
};

/**
 * The platform tells when a secret was last written. A later time than that of our own write means that somebody else wrote it:
 * the value counts as another one then, so that the next update writes ours again.
 */
function described(algorithm: string, key: string, state: Properties, found: SecretState): Found {
  const isOurs = state.modified === undefined || found.modified === undefined || state.modified === found.modified;
  const value = state.value === undefined ? undefined : isOurs ? state.value : `written by others at ${found.modified}`;
  const inputs = {
    algorithm,
    key,
    shortName: found.shortName,
    description: found.description || undefined,
    value: value === undefined ? undefined : secretOnWire(value),
  };
  return { inputs, props: { ...inputs, secretId: found.id, modified: found.modified } };
}

function outputs({ value, ...inputs }: Inputs, written: SecretState): Properties {
  return { ...inputs, value: secretOnWire(value), secretId: written.id, modified: written.modified };
}

async function find(algorithmId: string, key: string, platform: Platform): Promise<SecretState | undefined> {
  return (await platform.secrets.list(algorithmId))?.find((secret) => secret.key === key);
}

/** The id is `owner/name/KEY`. */
function identityOf(id: string, { algorithm, key }: Properties): { algorithm: string; key: string } {
  if (typeof algorithm === "string" && typeof key === "string") return { algorithm, key };
  const [owner, name, variable, ...rest] = id.split("/");
  if (!owner || !name || !variable || rest.length > 0) throw errors.ID_INVALID("AlgorithmSecret", id, "owner/name/KEY");
  return { algorithm: `${owner}/${name}`, key: variable };
}
