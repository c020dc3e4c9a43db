import { interruptible } from "../../../provider/cli/interruptible";

test("the first Ctrl-C is told to the work, the second is not caught, and afterwards nothing listens", async () => {
  const before = process.listenerCount("SIGINT");
  const seen = await interruptible(async (interrupted) => {
    const atFirst = interrupted.aborted;
    process.emit("SIGINT");
    return [atFirst, interrupted.aborted, process.listenerCount("SIGINT") - before];
  });
  expect(seen).toEqual([false, true, 0]);
  await expect(interruptible(() => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  expect(process.listenerCount("SIGINT")).toBe(before);
});
