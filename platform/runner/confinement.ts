import { createIsolation, type Isolated, type Isolation, type IsolationChoice, type Place } from "./isolation";
import { createLimiter, type Limiter, type Limits } from "./limits";

/** What holds instances back. */
export interface Confinement {
  isolation: Isolation;
  limiter: Limiter;
}

/** How instances shall be held back. */
export interface ConfinementOptions {
  /** Default "auto". */
  isolation?: IsolationChoice;
  limits?: Limits;
  /** Folders that no instance may see, but for what it is given of them. */
  hidden?: string[];
  /** Files beyond the system's that every instance may read. */
  shown?: string[];
}

/**
 * Finds out what this machine can do to hold instances back.
 *
 * @throws Error when `isolation` asks for what does not work here
 */
export async function createConfinement({ isolation = "auto", limits, hidden = [], shown = [] }: ConfinementOptions): Promise<Confinement> {
  const [chosen, limiter] = await Promise.all([createIsolation(isolation, hidden, shown), createLimiter(limits)]);
  return { isolation: chosen, limiter };
}

/**
 * How to run `command` confined. The number of processes is limited inside, where the kernel may count those of this instance only; the
 * other limits outside, where no variable of the algorithm's own can get between.
 */
export async function confine({ isolation, limiter }: Confinement, command: string[], place: Place): Promise<Isolated> {
  const isolated = await isolation.command(await limiter.withProcesses(command, isolation.countsProcesses), place);
  return { ...isolated, command: limiter.command(isolated.command) };
}
