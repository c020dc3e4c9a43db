import { algorithmNameProblem } from "../model/algorithm-name";
import { takeStoreApart } from "../model/store-uri";

/** Reads one input: the value to go on with, undefined for "as if not given", or what is wrong with it. */
export type Parse = (value: unknown) => { value: unknown } | { problem: string };

/** A text that is not empty. */
export const text: Parse = (value) => (typeof value === "string" && value !== "" ? { value } : { problem: "expected a text" });

/** A text; an empty one is as good as none. */
export const optionalText: Parse = (value) =>
  typeof value === "string" ? { value: value === "" ? undefined : value } : { problem: "expected a text" };

export const flag: Parse = (value) => (typeof value === "boolean" ? { value } : { problem: "expected true or false" });

/** A permission that is not given where it is false. */
export const permission: Parse = (value) =>
  typeof value === "boolean" ? { value: value || undefined } : { problem: "expected true or false" };

export const oneOf =
  (...choices: readonly string[]): Parse =>
  (value) =>
    choices.includes(value as string) ? { value } : { problem: `expected one of ${choices.join(", ")}` };

/** `owner/name` */
export const algorithmName: Parse = (value) => {
  const problem = typeof value === "string" ? algorithmNameProblem(value) : 'expected "owner/name"';
  return problem ? { problem } : { value };
};

/** `data://owner/name`, without a slash at its end. */
export const collectionUri: Parse = (value) => {
  if (typeof value !== "string") return { problem: "expected data://owner/name" };
  const parts = takeStoreApart(value);
  if (parts.kind === "invalid") return { problem: parts.reason };
  return parts.kind === "hosted" ? { value: parts.uri } : { problem: `expected data://owner/name, got ${JSON.stringify(value)}` };
};

export const uuid: Parse = (value) =>
  typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
    ? { value: value.toLowerCase() }
    : { problem: "expected a UUID" };
