import type { Diff, Properties } from "../shared/resource-handler";

/**
 * Leaves the comparison of inputs to the engine. Another name is another algorithm; the language is set once, when an algorithm
 * is created (reference §5.2), so that another one needs a new algorithm of the same name, for which the old one has to go first.
 */
export function diff(olds: Properties, news: Properties): Diff {
  const renamed = olds.algorithm !== news.algorithm;
  const rewritten = news.language !== undefined && olds.language !== news.language;
  return {
    replaces: [...(renamed ? ["algorithm"] : []), ...(rewritten ? ["language"] : [])],
    deleteBeforeReplace: rewritten && !renamed,
  };
}
