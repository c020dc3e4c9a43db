import type { ManagedAlgorithm, Platform } from "../../client";
import { errors } from "../../errors";
import { engineLog } from "../../host/engine-log";
import { adopt } from "../shared/adopt";
import { requireAlgorithm } from "../shared/require-algorithm";
import type { Actions, Properties } from "../shared/resource-handler";
import { type Inputs, settingNames } from "./inputs";
import { describeForApi, observedInputs, type Settings, toldSettings } from "./observe";

/** The language is set once (reference §5.2, SettingsMandatory against Settings). */
const changeable = settingNames.filter((name) => name !== "language");
/** Private until a version is published, whatever a create says (reference §5.1). */
const creatable = settingNames.filter((name) => name !== "algorithmCallability");

/** What `Algorithm` does on a platform. */
export const actions: Actions<Inputs> = {
  async create(inputs, platform) {
    const { algorithm, algorithmCallability } = inputs;
    const existing = await platform.management.find(algorithm);
    if (existing) adopt(`Algorithm ${algorithm}`, comparable(existing, inputs), { ...inputs });
    else await platform.management.create(algorithm, describeForApi(inputs, creatable));
    const made = existing ?? (await requireAlgorithm(algorithm, platform));
    if (algorithmCallability === undefined || toldSettings(made).algorithmCallability === algorithmCallability)
      return { id: algorithm, outs: outputs(inputs, made, platform) };
    await platform.management.update(algorithm, describeForApi(inputs, ["label", "algorithmCallability"]));
    return { id: algorithm, outs: outputs(inputs, await requireAlgorithm(algorithm, platform), platform) };
  },

  async read(id, state, platform) {
    const algorithm = String(state.algorithm ?? id);
    const found = await platform.management.find(algorithm);
    if (!found) return undefined;
    const inputs = observedInputs(algorithm, state as Partial<Inputs>, (state.seen ?? {}) as Settings, toldSettings(found));
    return { inputs: { ...inputs }, props: outputs(inputs, found, platform) };
  },

  async update(_id, _olds, inputs, platform) {
    const { algorithm } = inputs;
    await platform.management.update(algorithm, describeForApi(inputs, changeable));
    const found = await requireAlgorithm(algorithm, platform);
    const told = toldSettings(found);
    const waiting = changeable.filter((name) => inputs[name] !== undefined && told[name] !== inputs[name]);
    if (found.isPublished && waiting.length > 0)
      await engineLog(`${algorithm}: ${waiting.join(", ")} will show and take effect with its next published version.`);
    return outputs(inputs, found, platform);
  },

  async remove(id, { algorithm = id, forceDelete }, platform) {
    const name = String(algorithm);
    if (!forceDelete && (await platform.management.find(name))) {
      const versions = await platform.algorithms.publishedVersions(name);
      if (versions.length > 0) throw errors.ALGORITHM_HAS_VERSIONS(name, versions.length);
    }
    await platform.management.remove(name);
  },
};

/** What of an existing algorithm has to match. Its callability is set after the create, by which time a run may have been cut off. */
function comparable(existing: ManagedAlgorithm, { summary, algorithmCallability, algorithmEnvironment }: Inputs): Settings {
  const told = toldSettings(existing);
  return {
    ...told,
    summary: summary === undefined ? undefined : told.summary,
    algorithmCallability: algorithmCallability === undefined || !existing.isPublished ? undefined : told.algorithmCallability,
    ...(algorithmEnvironment === undefined ? { algorithmEnvironment: undefined } : { language: undefined, environment: undefined }),
  };
}

/** `seen` is for refresh alone, see observe.ts. */
function outputs(inputs: Inputs, found: ManagedAlgorithm, { connection }: Platform): Properties {
  return {
    ...inputs,
    algorithmId: found.id,
    gitUrl: found.gitUrl ?? `${connection.gitAddress}/git/${inputs.algorithm}.git`,
    apiUrl: `${connection.apiAddress}/v1/algo/${inputs.algorithm}`,
    seen: toldSettings(found),
  };
}
