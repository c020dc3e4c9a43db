import { AlgorithmiaError } from "../../../provider/errors";
import { method, PartialFailure } from "../../../provider/host/method";
import { recallRunFacts, rememberRunFacts } from "../../../provider/host/run-facts";
import { canonical, hasUnknown, unknownValue } from "../../../provider/host/wire";

const caught = async (run: () => unknown) => {
  const failing = method(run);
  return (await failing().then(
    () => undefined,
    (error: unknown) => error,
  )) as Error & Record<string, unknown>;
};

test("a result loses its undefined members at any depth", async () => {
  await expect(
    method(() => ({ id: "a/b", outs: { x: undefined, y: { z: undefined, w: 1 }, list: [{ q: undefined }] } }))(),
  ).resolves.toStrictEqual({
    id: "a/b",
    outs: { y: { w: 1 }, list: [{}] },
  });
});

test("an error keeps its text and loses stack, code, id and metadata", async () => {
  const foreign = Object.assign(new AlgorithmiaError("X", "user", "what to do"), { id: "req-1", code: 5, metadata: {} });
  const error = await caught(() => Promise.reject(foreign));
  expect(error.message).toBe("what to do");
  expect(error.stack).toBe("");
  expect(Object.keys(error).filter((key) => key !== "stack")).toEqual([]);
});

test("whatever else is thrown becomes an Error, or the engine would wait for ever", async () => {
  for (const thrown of ["text", undefined, 7, null]) {
    const error = await caught(() => Promise.reject(thrown));
    expect(error).toBeInstanceOf(Error);
    expect(error.message).not.toBe("");
  }
});

test("a partial failure carries id, properties with the provider's code, and the reason", async () => {
  const failing = method(
    (_inputs: { __provider: string }) => Promise.reject(new PartialFailure("a/b", { pending: "upload", gone: undefined }, "stopped")),
    (inputs) => inputs.__provider,
  );
  await expect(failing({ __provider: "code" })).rejects.toMatchObject({
    message: "stopped",
    id: "a/b",
    properties: { pending: "upload", __provider: "code" },
    reasons: ["stopped"],
  });
});

test("run facts are found by the inputs in any order, with or without the provider's code", () => {
  rememberRunFacts({ algorithm: "a/b", reference: { kind: "source", file: "x" } }, "a/b", { path: "one" });
  expect(recallRunFacts({ reference: { file: "x", kind: "source" }, __provider: "code", algorithm: "a/b" }, "none")).toEqual({
    path: "one",
  });
  expect(recallRunFacts({ algorithm: "a/b", other: 1 }, "a/b")).toEqual({ path: "one" });
  expect(recallRunFacts({ algorithm: "a/c" }, "a/c")).toBeUndefined();
});

test("an unknown value is seen at any depth", () => {
  expect(hasUnknown({ a: [{ b: unknownValue }] })).toBe(true);
  expect(hasUnknown({ a: [{ b: "known" }], c: null, d: undefined })).toBe(false);
  expect(canonical({ b: 1, a: { d: 1, c: 2 } })).toBe(canonical({ a: { c: 2, d: 1 }, b: 1 }));
});
