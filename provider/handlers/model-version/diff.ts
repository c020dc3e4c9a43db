import { canonical } from "../../host/wire";
import type { Inputs } from "./inputs";

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
 * Leaves the comparison of inputs to the engine, which then shows `modelSha256: "old" => "new"`. Only an unfinished resource
 * whose inputs are unchanged has to ask for an update itself.
 */
export function diff(_id: string, olds: Record<string, unknown>, news: Record<string, unknown>): { changes?: boolean; replaces: string[] } {
  const isUnchanged = () => inputNames.every((name) => canonical(olds[name] ?? null) === canonical(news[name] ?? null));
  return {
    ...(olds.pending !== undefined && isUnchanged() ? { changes: true } : {}),
    replaces: olds.algorithm !== news.algorithm ? ["algorithm"] : [],
  };
}
