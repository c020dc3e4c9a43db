import type { ManagedAlgorithm } from "../../client";
import type { Properties } from "../shared/resource-handler";
import { apiNames, defaults, type Inputs, type Setting, settingNames } from "./inputs";

/** Settings by name, as the program would say them; absent where the platform does not tell. */
export type Settings = Partial<Record<Setting, unknown>>;

/** What the platform says of an algorithm, in the program's words. */
export function toldSettings(object: ManagedAlgorithm): Settings {
  const told = settingNames.map((name) => {
    const [part, apiName] = apiNames[name];
    return [name, object[part][apiName] ?? undefined];
  });
  return Object.fromEntries(told) as Settings;
}

/** The settings of inputs in the API's words. An empty text takes a tagline away that is declared no more. */
export function describeForApi(inputs: Inputs, names: readonly Setting[]): { details: Properties; settings: Properties } {
  const description = { details: {} as Properties, settings: {} as Properties };
  for (const name of names) {
    const [part, apiName] = apiNames[name];
    const value = inputs[name] ?? (name === "tagline" ? "" : undefined);
    if (value !== undefined) description[part][apiName] = value;
  }
  return description;
}

/**
 * The inputs as they really are. A setting counts as unchanged when the platform says what was declared, or still says what it
 * said right after the last write: it may normalise a value, and shows a change of a published algorithm only with the next
 * version. Everything else is drift.
 *
 * @param recorded The inputs in the state; nearly empty for `get` and right after an import.
 * @param seen What the platform said after the last write.
 */
export function observedInputs(algorithm: string, recorded: Partial<Inputs>, seen: Settings, told: Settings): Inputs {
  const isRecorded = recorded.algorithm !== undefined;
  const observed: Properties = { algorithm, ...(recorded.forceDelete ? { forceDelete: true } : {}) };
  for (const name of observedNames(recorded, told, isRecorded)) {
    const declared = recorded[name] ?? (isRecorded ? undefined : usual(name, algorithm));
    const real = told[name] === "" ? undefined : told[name];
    const isUnchanged = told[name] === undefined || real === declared || (isRecorded && told[name] === seen[name]);
    const value = isUnchanged ? declared : real;
    if (value !== undefined) observed[name] = value;
  }
  return observed as unknown as Inputs;
}

/** A summary and a callability that nobody declared belong to the README and to whoever publishes. */
function observedNames(recorded: Partial<Inputs>, told: Settings, isRecorded: boolean): Setting[] {
  const byId = isRecorded ? recorded.algorithmEnvironment !== undefined : Boolean(told.algorithmEnvironment);
  return settingNames.filter((name) => {
    if (name === "summary" || name === "algorithmCallability") return recorded[name] !== undefined;
    if (name === "algorithmEnvironment") return byId;
    if (name === "language" || name === "environment") return !byId;
    return true;
  });
}

function usual(name: Setting, algorithm: string): unknown {
  if (name === "label") return algorithm.split("/")[1];
  return (defaults as Partial<Record<Setting, unknown>>)[name];
}
