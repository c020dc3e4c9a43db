/** Owners are named by this rule on Algorithmia; an algorithm's name is also that of its source file, so the rule fits it too. */
const nameRule = /^[a-zA-Z][a-zA-Z0-9_]*$/;
const longestOwner = 30;

/**
 * Says what is wrong with the name of an algorithm.
 * @returns the reason; undefined when the text is `owner/name`.
 * @example algorithmNameProblem("algo://acme/sentiment") // 'expected "owner/name" without algo://, got "algo://acme/sentiment"'
 */
export function algorithmNameProblem(text: string): string | undefined {
  const got = `got ${JSON.stringify(text)}`;
  if (/^algo:\/\//i.test(text)) return `expected "owner/name" without algo://, ${got}`;
  const [owner = "", name = "", version, ...rest] = text.split("/");
  if (version !== undefined && rest.length === 0 && nameRule.test(name)) return `expected "owner/name" without a version, ${got}`;
  if (!owner || !name || version !== undefined) return `expected "owner/name", ${got}`;
  const odd = [owner, name].find((part) => !nameRule.test(part));
  if (odd !== undefined) return `${JSON.stringify(odd)} may hold only letters, digits and "_", and begins with a letter, ${got}`;
  if (owner.length > longestOwner) return `the owner ${JSON.stringify(owner)} has more than ${longestOwner} characters`;
  return undefined;
}
