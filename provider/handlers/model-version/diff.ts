import { canonical } from "../../host/wire";
import type { Inputs, NamedModelInputs } from "./inputs";

/** Compared between outputs and new inputs. The URI follows from these, but for bytes that a published version serves under an older name. */
const inputNames = [
  "algorithm",
  "store",
  "fileName",
  "modelSha256",
  "stored",
  "reference",
  "callability",
  "sampleInput",
] as const satisfies readonly (keyof Inputs)[];

/**
 * Leaves the comparison of inputs to the engine, which then shows `modelSha256: "old" => "new"`. Where what is to be served is the
 * same, other inputs (see `Assurances`) are no difference; only an unfinished resource asks for an update then.
 */
export function diff(_id: string, olds: Record<string, unknown>, news: Record<string, unknown>): { changes?: boolean; replaces: string[] } {
  const isSame =
    inputNames.every((name) => canonical(olds[name] ?? null) === canonical(news[name] ?? null)) &&
    canonical(comparable(olds.models)) === canonical(comparable(news.models));
  return {
    ...(isSame ? { changes: olds.pending !== undefined } : {}),
    replaces: olds.algorithm !== news.algorithm ? ["algorithm"] : [],
  };
}

/** Of each named model what `inputNames` are of `model`. */
function comparable(models: unknown): unknown {
  if (typeof models !== "object" || models === null) return models ?? null;
  const entries = Object.entries(models as Record<string, NamedModelInputs>);
  return entries.map(([name, { store, fileName, sha256, stored, reference }]) => ({ name, store, fileName, sha256, stored, reference }));
}
