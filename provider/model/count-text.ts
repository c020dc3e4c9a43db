/** A number of things for people: `countText(2, "smoke test")` → `2 smoke tests`. */
export function countText(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
