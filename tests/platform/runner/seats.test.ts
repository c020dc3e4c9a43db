import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CallOptions, Seat } from "../../../platform/runner";
import { isRunning, until } from "../builds/processes";
import { algorithm } from "../builds/workbench";
import { errorOf, resultOf, Serving } from "./serving";

const serving = new Serving({ instancesPerVersion: 1 });
afterAll(() => serving.close());

/** Notes what becomes of calls. */
function noting(notes: string[], name: string): Required<Pick<CallOptions, "openSeat" | "follow">> {
  return {
    openSeat() {
      notes.push(`${name} opens`);
      return { environment: { SEAT: name }, close: () => void notes.push(`seat of ${name} closes`) };
    },
    follow: {
      isChild: true,
      whenFull: () => "start another",
      onTurn: () => {},
      takeSeat(seat: Seat) {
        notes.push(`${name} on ${seat.environment.SEAT}`);
        return () => void notes.push(`${name} ends`);
      },
    },
  };
}

test("a call that nobody waits for is ended with all it started, and its instance with it", async () => {
  const { versionDir } = await serving.workbench.build(
    algorithm(`
import os, time
def apply(input):
    if input:
        open(input, "w").write(str(os.getpid()))
        time.sleep(1000)
    return "next"
`),
  );
  const version = { key: "gone", owner: "demo", name: "hello", versionDir };
  const gone = new AbortController();
  const told = join(serving.workbench.root, "pid");
  const options = { timeoutSeconds: 60, environment: {} };
  const answer = serving.runner.call(version, { contentType: "text", data: told }, { ...options, signal: gone.signal });
  await until(() => existsSync(told) && readFileSync(told, "utf8") !== "");
  gone.abort();
  expect(errorOf(await answer).message).toContain("Nobody waits for the answer");
  const pid = Number(readFileSync(told, "utf8"));
  await until(() => !isRunning(pid));
  expect(resultOf(await serving.runner.call(version, { contentType: "text", data: "" }, options))).toBe("next");
  await serving.runner.stop("gone");
});

test("a seat stays with its instance over its calls, and one that was started beyond the limit ends after its call", async () => {
  const { versionDir } = await serving.workbench.build(
    algorithm(`
import os, time
def apply(input):
    while input and not os.path.exists(input):
        time.sleep(0.01)
    return os.environ["SEAT"]
`),
  );
  const notes: string[] = [];
  const call = (name: string, data = "") =>
    serving.runner.call(
      { key: "seats", owner: "demo", name: "hello", versionDir },
      { contentType: "text", data },
      { timeoutSeconds: 60, environment: {}, ...noting(notes, name) },
    );
  const told = join(serving.workbench.root, "go on");
  const first = call("first", told);
  await until(() => notes.includes("first on first"));
  expect(resultOf(await call("second"))).toBe("second");
  await until(() => notes.includes("seat of second closes"));
  expect(serving.runner.instances()).toBe(1);
  writeFileSync(told, "");
  expect(resultOf(await first)).toBe("first");
  expect(resultOf(await call("third"))).toBe("first");
  expect(notes.filter((note) => !note.includes("second"))).toEqual([
    "first opens",
    "first on first",
    "first ends",
    "third on first",
    "third ends",
  ]);
  await serving.runner.stop("seats");
  expect(notes.at(-1)).toBe("seat of first closes");
});
