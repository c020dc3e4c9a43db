import type { CallFollower } from "../../../platform/runner/contract";
import { createPlaces } from "../../../platform/runner/places";

const follower = (verdict: ReturnType<CallFollower["whenFull"]>, isChild = false): CallFollower => ({
  isChild,
  whenFull: () => verdict,
  onTurn: () => {},
  takeSeat: () => () => {},
});

test("places are handed on in the order in which calls came", async () => {
  const places = createPlaces(1, 10);
  await places.take();
  const order: number[] = [];
  const waiting = [1, 2, 3].map((number) => places.take().then(() => order.push(number)));
  for (const call of waiting) {
    places.give();
    await call;
  }
  expect(order).toEqual([1, 2, 3]);
});

test("a call that may not wait gets the error, and takes no place", async () => {
  const places = createPlaces(1, 10);
  await places.take();
  const error = { message: "no", error_type: "AlgorithmError" };
  expect(await places.take(follower(error))).toBe(error);
  places.give();
  expect(await places.take(follower(error))).toBeUndefined();
});

test("a call that nobody waits for leaves the line, and the others move up", async () => {
  const places = createPlaces(1, 10);
  await places.take();
  const gone = new AbortController();
  const first = places.take(undefined, gone.signal);
  const second = places.take();
  gone.abort();
  expect(await first).toMatchObject({ message: expect.stringContaining("Nobody waits") });
  places.give();
  expect(await second).toBeUndefined();
});

test("a place beyond the limit goes to a call that another one waits for, before those from outside; without one it is gone", async () => {
  const places = createPlaces(1, 10);
  await places.take();
  const order: string[] = [];
  const outside = places.take(follower("wait")).then(() => order.push("outside"));
  await places.take(follower("start another", true));
  const child = places.take(follower("wait", true)).then(() => order.push("child"));
  places.give();
  await child;
  places.give();
  await Promise.resolve();
  expect(order).toEqual(["child"]);
  places.give();
  await outside;
  expect(order).toEqual(["child", "outside"]);
});
