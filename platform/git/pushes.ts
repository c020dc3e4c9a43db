import type { Services } from "../api/exchange";
import type { Algorithm } from "../store/algorithms";

/** Records a moved head of master together with its build, once, however many pushes raced. */
export async function recordHead(services: Pick<Services, "store" | "repositories" | "queue">, algorithm: Algorithm): Promise<void> {
  const head = await services.repositories.head(algorithm.id);
  const current = services.store.algorithms.byId(algorithm.id);
  if (!head || !current || current.headSha === head) return;
  const build = services.store.atomically(() => {
    services.store.algorithms.setHead(algorithm.id, head);
    return services.store.builds.create(algorithm.id, head, "push");
  });
  services.queue.schedule(build);
}

/** Records heads that moved just before the platform was killed. */
export async function recordMissedPushes(services: Pick<Services, "store" | "repositories" | "queue" | "log">): Promise<void> {
  for (const algorithm of services.store.algorithms.list()) {
    await recordHead(services, algorithm).catch((error: unknown) =>
      services.log.error({ err: error, algorithm: algorithm.id }, "repository unreadable"),
    );
  }
}
