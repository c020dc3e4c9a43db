const unitSeconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/**
 * Reads a length of time in seconds; a number without a unit is refused, as it would mean something else to everybody.
 * @returns undefined for any other text
 * @example readDuration("24h") // 86400
 */
export function readDuration(text: string): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text.trim()) ?? [];
  return number === undefined ? undefined : Number(number) * unitSeconds[unit as keyof typeof unitSeconds];
}
