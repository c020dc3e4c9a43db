import type { Exchange, Services } from "../api/exchange";
import type { Algorithm } from "../store/algorithms";

/** Lists the algorithms in one of the languages that package sets and environments took the place of (reference/algorithmia-api.md §5.1). */
export function getLegacyAlgorithms({ services }: Exchange) {
  const legacy = services.store.algorithms.list().filter(({ settings }) => languages.has(String(settings.language)));
  return { results: legacy.map((algorithm) => describe(services, algorithm)) };
}

const languages = new Set(["java", "javascript", "python2-langpack", "python3-1", "r", "ruby", "rust", "scala"]);

function describe({ store }: Services, { id, owner, name, settings, createdAt }: Algorithm) {
  const compiledAt = store.builds.successful(id)[0]?.finishedAt;
  return {
    id: numberOf(id),
    username: owner.name,
    algoname: name,
    language: settings.language,
    createdAt,
    ...(compiledAt !== undefined && { lastCompiledAt: compiledAt }),
  };
}

/** A number is asked for here, and algorithms have UUIDs: its first 52 bits, which every client reads exactly. */
function numberOf(id: string): number {
  return Number.parseInt(id.replaceAll("-", "").slice(0, 13), 16);
}
