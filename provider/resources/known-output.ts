import type { Output, Resource } from "@pulumi/pulumi";

/** Present on every output at run time, left out of the SDK's types. */
interface Internals<Value> {
  isKnown: Promise<boolean>;
  promise(): Promise<Value>;
  allResources(): Promise<Set<Resource>>;
}

/** Is the value known, or does this run have to make it first? For a preview: does the resource stay as it is? */
export const isKnown = (output: Output<unknown>): Promise<boolean> => (output as unknown as Internals<unknown>).isKnown;

/** The value of an output, or undefined as long as it is not known. */
export async function knownValue<Value>(output: Output<Value>): Promise<Value | undefined> {
  const { isKnown: known, promise } = output as unknown as Internals<Value>;
  return (await known) ? promise.call(output) : undefined;
}

/** The resources that a value comes from, those of the outputs within it too. */
export const dependenciesOf = (output: Output<unknown>): Promise<Set<Resource>> => (output as unknown as Internals<unknown>).allResources();
