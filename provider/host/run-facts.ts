import { canonical } from "./wire";

/**
 * What the program tells the provider for one run only: it must not enter the state, where a moved file or another timeout
 * would show as a difference. `check` takes it out of the inputs; `create` and `update`, which follow in the same process, look
 * it up by the inputs that check returned.
 */
const facts = new Map<string, unknown>();

export function rememberRunFacts(inputs: Record<string, unknown>, identity: string, value: unknown): void {
  facts.set(keyOf(inputs), value);
  facts.set(identity, value); // for `ignoreChanges`, which alters the inputs after check
}

export function recallRunFacts<Facts>(inputs: Record<string, unknown>, identity: string): Facts | undefined {
  return (facts.get(keyOf(inputs)) ?? facts.get(identity)) as Facts | undefined;
}

function keyOf({ __provider, ...inputs }: Record<string, unknown>): string {
  return canonical(inputs);
}
