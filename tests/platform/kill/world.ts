import { once } from "node:events";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";

/** A platform that is killed and started again on the same data folder, as workers see it. */
export class World {
  private running: RunningPlatform | undefined;
  /** The platform was told to end: an answer that does not come is no fault. */
  killed = false;

  constructor(
    /** For clones. */
    readonly folder: string,
    private readonly dataDir: string,
  ) {}

  get platform(): RunningPlatform {
    if (!this.running) throw new Error("the platform was not started");
    return this.running;
  }

  async start(): Promise<void> {
    this.running = await startPlatformProcess(["--data", this.dataDir], { detached: true });
    this.killed = false;
  }

  /** SIGKILL to the platform alone, or to its whole process group: what an operator's `kill -9` and what the end of a container do. */
  async kill(whole: boolean): Promise<void> {
    const { process: child } = this.platform;
    const ended = once(child, "exit");
    this.killed = true;
    process.kill(whole ? -child.pid! : child.pid!, "SIGKILL");
    await ended;
  }
}
