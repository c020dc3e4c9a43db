import type { ManagedAlgorithm, Platform } from "../../client";
import { errors } from "../../errors";

/** The algorithm as the platform tells of it. @throws ALGORITHM_NOT_FOUND */
export async function requireAlgorithm(algorithm: string, platform: Platform): Promise<ManagedAlgorithm> {
  const found = await platform.management.find(algorithm);
  if (!found) throw errors.ALGORITHM_NOT_FOUND(algorithm, platform.connection.apiAddress);
  return found;
}
