import { errors } from "../../errors";
import type { Properties } from "./resource-handler";

/**
 * Lets a create take over what exists already, provided that it is as declared: so a run that was cut off after its create is
 * simply run again, and nobody's object is changed unasked.
 *
 * @param what e.g. `Algorithm acme/sentiment`
 * @param existing Its settings as the program would say them; those that the platform does not tell are left out and match.
 * @throws ADOPTION_MISMATCH with every setting that differs
 */
export function adopt(what: string, existing: Properties, declared: Properties): void {
  const names = Object.keys(existing).filter((name) => existing[name] !== undefined && (existing[name] ?? "") !== (declared[name] ?? ""));
  const differences = names.map((name) => `${name} is ${shown(existing[name])}, declared ${shown(declared[name])}`);
  if (differences.length > 0) throw errors.ADOPTION_MISMATCH(what, differences.join("; "));
}

function shown(value: unknown): string {
  return value === undefined || value === "" ? "empty" : JSON.stringify(value);
}
