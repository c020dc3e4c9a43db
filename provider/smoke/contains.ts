import { type Difference, differenceAt, findDifference, isObject, type Steps } from "./difference";
import { jsonPath, show } from "./show";

/**
 * Finds the first part of `wanted` that `got` does not contain.
 *
 * A text contains a text that stands in it; an array contains an element that it has, or every element of a wanted array; an object
 * contains an object whose members it has, and so on down. Only where the whole answer is a text is a piece of it enough: a label
 * `"positive"` in an object is not found in `"not positive"`.
 *
 * @example findMissing({ label: "8" }, { label: "8", score: 0.97 }); // undefined: it is contained
 */
export function findMissing(wanted: unknown, got: unknown): Difference | undefined {
  if (typeof wanted === "string" && typeof got === "string") {
    return got.includes(wanted) ? undefined : missing([], wanted, got);
  }
  return missingIn(wanted, got, []);
}

function missingIn(wanted: unknown, got: unknown, steps: Steps): Difference | undefined {
  if (isObject(wanted) && isObject(got)) return missingMember(wanted, got, steps);
  if (!Array.isArray(got)) return findDifference(wanted, got, 0, steps);
  if (hasElement(got, wanted)) return undefined;
  if (!Array.isArray(wanted)) return missing(steps, wanted, got);
  const absent = wanted.find((element) => !hasElement(got, element));
  return absent === undefined ? undefined : missing(steps, absent, got);
}

function missingMember(wanted: Record<string, unknown>, got: Record<string, unknown>, steps: Steps): Difference | undefined {
  for (const [key, value] of Object.entries(wanted)) {
    if (!Object.hasOwn(got, key)) return differenceAt([...steps, key], value, undefined);
    const found = missingIn(value, got[key], [...steps, key]);
    if (found) return found;
  }
  return undefined;
}

function hasElement(array: unknown[], wanted: unknown): boolean {
  return array.some((element) => {
    if (isObject(wanted) && isObject(element)) return missingMember(wanted, element, []) === undefined;
    return findDifference(wanted, element, 0) === undefined;
  });
}

function missing(steps: Steps, wanted: unknown, got: unknown): Difference {
  return { path: jsonPath(steps), text: `wanted ${show(wanted, 80)} in it, got ${show(got, 80)}`, wanted, got };
}
