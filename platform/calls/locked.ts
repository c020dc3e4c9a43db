/** What one call waits for. */
export interface Waiting {
  /** The version whose instances run it. */
  version: string;
  /** True while it has no instance. */
  waiting: boolean;
  /** The call that goes on only when this one has ended. */
  waitedForBy?: Waiting;
}

/**
 * True when some of the calls can never end, because they wait for each other: a running call for the calls that it made, a waiting one for
 * an instance, which only the end of another call of its version sets free. A call is taken to wait for what it has called, whatever else it does.
 *
 * @param calls every call there is; one that waits does so because no instance of its version is free
 * @example isLocked([a, { version: "a", waiting: true, waitedForBy: a }]) // true: the only instance called its own algorithm
 */
export function isLocked(calls: Iterable<Waiting>): boolean {
  const stuck = new Set(calls);
  const versionsThatMove = new Set<string>();
  for (let before = -1; before !== stuck.size; ) {
    before = stuck.size;
    const awaiting = new Set([...stuck].map(({ waitedForBy }) => waitedForBy));
    for (const call of stuck) {
      const ends = call.waiting ? versionsThatMove.has(call.version) : !awaiting.has(call);
      if (!ends) continue;
      stuck.delete(call);
      if (!call.waiting) versionsThatMove.add(call.version);
    }
  }
  return stuck.size > 0;
}
