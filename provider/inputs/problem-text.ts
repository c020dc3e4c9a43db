/** Adds to what is wrong with an input what was given: a short text as it is, of anything else its kind, for it might carry a secret. */
export function problemText(problem: string, given: unknown): string {
  if (problem.includes("got ") || problem.includes("received ")) return problem;
  const shown = given === undefined ? "nothing" : typeof given === "string" && given.length <= 80 ? JSON.stringify(given) : typeof given;
  return `${problem}, got ${shown}`;
}
