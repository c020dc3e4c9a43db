import type { Algorithm } from "../store/algorithms";
import { hashOf, newKeyText } from "../store/keys";
import type { User } from "../store/users";

/** Keys that running algorithms hold: they read what the algorithm's owner may read, and die with the platform. */
export interface Sessions {
  keyFor(algorithm: Algorithm): string;
  owner(key: string): User | undefined;
  end(algorithmId: string): void;
}

/** Keeps session keys in memory only. */
export function createSessions(): Sessions {
  const keys = new Map<string, string>();
  const owners = new Map<string, User>();
  return {
    keyFor(algorithm) {
      const known = keys.get(algorithm.id);
      if (known) return known;
      const key = newKeyText();
      keys.set(algorithm.id, key);
      owners.set(hashOf(key), algorithm.owner);
      return key;
    },
    owner: (key) => owners.get(hashOf(key)),
    end(algorithmId) {
      const key = keys.get(algorithmId);
      if (key) owners.delete(hashOf(key));
      keys.delete(algorithmId);
    },
  };
}
