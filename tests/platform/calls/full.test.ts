import { nobody } from "../../../platform/api/auth";
import { type Calls, createCalls, type RunningCall } from "../../../platform/calls";
import { defaultLimits } from "../../../platform/calls/limits";
import type { Algorithm } from "../../../platform/store/algorithms";

const ended: string[] = [];
const callsWith = (extraInstances: number) => createCalls({ ...defaultLimits, extraInstances }, ({ id }) => ended.push(id));

function begin(calls: Calls, buildId: string, parent?: RunningCall, detached = false): RunningCall {
  const algorithm = {} as Algorithm;
  const caller = { ...nobody, ...(parent && { running: { algorithm, call: parent } }) };
  const call = calls.begin({ caller, algorithm, buildId, detached });
  if ("message" in call) throw new Error(call.message);
  return call;
}

test("a call from outside waits, and one of an algorithm waits while an instance will be free", () => {
  const calls = callsWith(1);
  const [one] = [begin(calls, "a"), begin(calls, "a")];
  expect(calls.whenFull(begin(calls, "a"))).toBe("wait");
  expect(calls.whenFull(begin(calls, "a", one))).toBe("wait");
});

test("where calls would wait for each other for ever, another instance is started, up to the limit, then it is an error", () => {
  const calls = callsWith(1);
  const [one, two] = [begin(calls, "a"), begin(calls, "b")];
  expect(calls.whenFull(begin(calls, "b", one))).toBe("wait");
  const extra = begin(calls, "a", two);
  expect(calls.whenFull(extra)).toBe("start another");
  const refused = begin(calls, "a", extra);
  expect(calls.whenFull(refused)).toEqual({ message: expect.stringContaining("1 are running beyond"), error_type: "AlgorithmError" });
  calls.end(refused);
  calls.end(extra);
  expect(calls.whenFull(begin(calls, "a", two))).toBe("start another");
});

test("a call whose answer nobody waits for waits itself", () => {
  const calls = callsWith(0);
  expect(calls.whenFull(begin(calls, "a", begin(calls, "a"), true))).toBe("wait");
});

test("a session ends with its call from outside, once, whatever still runs", () => {
  const calls = callsWith(0);
  const top = begin(calls, "a");
  const child = begin(calls, "b", top);
  ended.splice(0);
  calls.end(top);
  calls.end(top);
  expect([ended, child.session.ended]).toEqual([[top.session.id], true]);
  calls.end(child);
  expect(ended).toHaveLength(1);
});
