import { jsonPath, show } from "./show";

/** The first place where an answer is not what was wanted. */
export interface Difference {
  /** JSON path, e.g. `$.scores[3]`. */
  path: string;
  /** What was wanted and what was got there, in one line. */
  text: string;
  /** The values at that place; undefined where there is none. */
  wanted: unknown;
  got: unknown;
}

export type Steps = readonly (string | number)[];

/**
 * Finds the first difference between two JSON values. Members of an object may stand in any order; `-0` is `0`, as in JSON.
 *
 * @param tolerance How far apart two numbers may be, absolutely. 0 means equal.
 * @example findDifference({ label: "8" }, { label: "3" }, 0)?.text; // 'wanted "8", got "3"'
 */
export function findDifference(wanted: unknown, got: unknown, tolerance: number, steps: Steps = []): Difference | undefined {
  if (Array.isArray(wanted) && Array.isArray(got)) return differenceOfArrays(wanted, got, tolerance, steps);
  if (isObject(wanted) && isObject(got)) return differenceOfObjects(wanted, got, tolerance, steps);
  if (typeof wanted === "number" && typeof got === "number") {
    return isWithin(wanted, got, tolerance) ? undefined : differenceAt(steps, wanted, got, tolerance > 0 ? ` ± ${tolerance}` : "");
  }
  return wanted === got ? undefined : differenceAt(steps, wanted, got);
}

export function differenceAt(steps: Steps, wanted: unknown, got: unknown, margin = ""): Difference {
  return { path: jsonPath(steps), text: `wanted ${show(wanted, 80)}${margin}, got ${show(got, 80)}${hint(wanted, got)}`, wanted, got };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The length comes first: one element too few would else be told as a difference of all that follow it. */
function differenceOfArrays(wanted: unknown[], got: unknown[], tolerance: number, steps: Steps): Difference | undefined {
  if (wanted.length !== got.length) {
    return { path: jsonPath(steps), text: `wanted ${elements(wanted.length)}, got ${elements(got.length)}`, wanted, got };
  }
  for (let index = 0; index < wanted.length; index++) {
    const found = findDifference(wanted[index], got[index], tolerance, [...steps, index]);
    if (found) return found;
  }
  return undefined;
}

function differenceOfObjects(
  wanted: Record<string, unknown>,
  got: Record<string, unknown>,
  tolerance: number,
  steps: Steps,
): Difference | undefined {
  for (const [key, value] of Object.entries(wanted)) {
    // A member that is missing is not one that is null, nor one that every object inherits.
    if (!Object.hasOwn(got, key)) return differenceAt([...steps, key], value, undefined);
    const found = findDifference(value, got[key], tolerance, [...steps, key]);
    if (found) return found;
  }
  const surplus = Object.keys(got).find((key) => !Object.hasOwn(wanted, key));
  return surplus === undefined ? undefined : differenceAt([...steps, surplus], undefined, got[surplus]);
}

/** 0.85 and 0.9 are meant to be 0.05 apart though their nearest binary numbers are a hair further: that hair is allowed. */
function isWithin(wanted: number, got: number, tolerance: number): boolean {
  if (wanted === got) return true;
  if (tolerance === 0) return false;
  const hair = 2 * Number.EPSILON * Math.max(Math.abs(wanted), Math.abs(got));
  return Math.abs(wanted - got) <= tolerance + hair;
}

function hint(wanted: unknown, got: unknown): string {
  const sameText = typeof wanted === "string" && typeof got === "string" && wanted.normalize() === got.normalize();
  return sameText ? " (the same text in another Unicode form)" : "";
}

const elements = (count: number) => (count === 1 ? "1 element" : `${count} elements`);
