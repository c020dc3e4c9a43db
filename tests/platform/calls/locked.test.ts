import { isLocked, type Waiting } from "../../../platform/calls/locked";

const running = (version: string, waitedForBy?: Waiting): Waiting => ({ version, waiting: false, waitedForBy });
const waiting = (version: string, waitedForBy?: Waiting): Waiting => ({ version, waiting: true, waitedForBy });

test("calls that wait for an instance that will be free are not locked", () => {
  const [a, b] = [running("x"), running("x")];
  expect(isLocked([])).toBe(false);
  expect(isLocked([a, b, waiting("x"), waiting("x", a)])).toBe(false);
});

test("an algorithm that calls itself on its only instance is locked, also through others and with callers in line", () => {
  const a = running("x");
  expect(isLocked([a, waiting("x", a)])).toBe(true);
  const b = running("y", a);
  expect(isLocked([a, waiting("x"), b, waiting("x", b)])).toBe(true);
});

test("two calls that wait for each other's algorithm are locked", () => {
  const [a, b] = [running("x"), running("y")];
  expect(isLocked([a, b, waiting("y", a)])).toBe(false);
  expect(isLocked([a, b, waiting("y", a), waiting("x", b)])).toBe(true);
});

test("one instance that goes on is enough for all that wait for its version", () => {
  const [a, b] = [running("x"), running("x")];
  expect(isLocked([a, b, waiting("x", a), running("y", b)])).toBe(false);
  expect(isLocked([a, b, waiting("x", a), waiting("x", b)])).toBe(true);
  expect(isLocked([a, b, waiting("x", a), waiting("x", b), running("x", a)])).toBe(false);
});
