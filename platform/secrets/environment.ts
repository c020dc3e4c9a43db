import type { Services } from "../api/exchange";
import type { Algorithm } from "../store/algorithms";

/** An algorithm's secrets as the environment of its processes: each under its key, as Algorithmia's Secret Store hands them out. */
export function secretsOf(algorithm: Algorithm, { store, vault }: Pick<Services, "store" | "vault">): Record<string, string> {
  const sealed = store.secrets.sealedValues(algorithm.id);
  return Object.fromEntries(sealed.map(({ key, sealedValue }) => [key, vault.open(sealedValue, algorithm.id)]));
}
