import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import { temporaryFolder } from "../api/support";
import { WorkedAlgorithm } from "./algorithm";
import { Collection } from "./collection";
import { expectHealthy } from "./healthy";
import { pick, randomFrom } from "./random";
import { World } from "./world";

const operations = 200;
const kills = 6;
const workers = 4;
/** The same seed does the same operations; moments of the kills differ with the machine. */
const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);

const folder = temporaryFolder();
const world = new World(folder, join(folder, "data"));
afterAll(async () => {
  if (!world.killed) await world.kill(true);
});

/** How many operations were acknowledged. */
class Progress {
  done = 0;
  private waiting: { moment: number; tell: () => void }[] = [];

  add(): void {
    this.done += 1;
    for (const { moment, tell } of this.waiting) if (this.done >= moment) tell();
  }

  reaches(moment: number): Promise<void> {
    return new Promise((tell) => (this.done >= moment ? tell() : this.waiting.push({ moment, tell })));
  }
}

/** Does one operation after another on what is its own, until the platform is killed or all are done. */
class Worker {
  private readonly random: () => number;
  readonly collection: Collection;
  readonly algorithm: WorkedAlgorithm;

  constructor(number: number) {
    this.random = randomFrom(seed + number);
    this.collection = new Collection(world, `collection${number}`, this.random);
    this.algorithm = new WorkedAlgorithm(world, `algorithm${number}`);
  }

  async work(progress: Progress): Promise<void> {
    while (progress.done < operations && !world.killed) {
      try {
        await this.next();
      } catch (error) {
        if (world.killed) return;
        throw error;
      }
      progress.add();
    }
  }

  private next(): Promise<void> {
    const { collection, algorithm } = this;
    const acts = {
      put: () => collection.put(),
      deleteFile: () => collection.remove(),
      push: () => algorithm.push(),
      compile: () => algorithm.compile(),
      publish: () => algorithm.publish(),
      deleteAlgorithm: () => algorithm.remove(),
    };
    return acts[pick({ put: 45, deleteFile: 14, push: 15, compile: 12, publish: 11, deleteAlgorithm: 3 }, this.random)]();
  }
}

test(`killed at random moments during ${operations} mixed operations, the platform keeps what it acknowledged (seed ${seed})`, async () => {
  const random = randomFrom(seed);
  const crew = Array.from({ length: workers }, (_, index) => new Worker(index + 1));
  const moments = Array.from({ length: kills }, () => Math.floor(random() * operations)).sort((a, b) => a - b);
  const progress = new Progress();
  await world.start();
  for (const [round, moment] of [...moments, operations].entries()) {
    const work = Promise.all(crew.map((worker) => worker.work(progress)));
    await Promise.race([work, progress.reaches(moment)]);
    // The moment is random within an operation too, not just between two.
    await pass(random() * 100);
    await world.kill(round % 2 === 1);
    await work;
    await world.start();
    const ids = await Promise.all(crew.map(({ collection, algorithm }) => collection.check().then(() => algorithm.check())));
    await expectHealthy(
      join(folder, "data"),
      ids.filter((id) => id !== undefined),
    );
  }
  for (const { algorithm } of crew) await algorithm.checkAnswers();
});
