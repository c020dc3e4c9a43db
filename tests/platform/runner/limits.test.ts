import { createLimiter } from "../../../platform/runner/limits";
import { errorOf, resultOf, Serving } from "./serving";

const limits = { memoryMebibytes: 256, openFiles: 100, fileMebibytes: 1, cpuSeconds: 3 };
const serving = new Serving({ instancesPerVersion: 2 }, { isolation: "none", limits });
let call: Awaited<ReturnType<Serving["serve"]>>;
beforeAll(async () => {
  call = await serving.serve(`
import mmap, os, tempfile
def apply(input):
    if input == "memory at once":
        bytearray(1 << 30)
    if input == "memory bit by bit":
        kept = []
        while True:
            kept.append(list(range(1000)))
    if input == "reserve":
        return len(mmap.mmap(-1, 4 << 30, prot=mmap.PROT_READ))
    if input == "open":
        return len([open(os.devnull) for _ in range(200)])
    if input == "write":
        with tempfile.TemporaryFile() as file:
            file.write(bytes(4 << 20))
    while input == "burn":
        pass
    return os.getpid()
`);
});
afterAll(() => serving.close());

// Elsewhere nothing is limited.
const limited = process.platform === "linux";

test("what is limited, or why nothing is, is told in one line", async () => {
  expect((await createLimiter(limits)).description(false)).toMatch(
    limited ? /^256 MiB of memory a process, 100 open files, .*3 s of CPU time$/ : /^none \(not on /,
  );
});

test("an algorithm that needs more memory than it may answers so with its stack trace, and is replaced", async () => {
  if (!limited) return;
  for (const input of ["memory at once", "memory bit by bit"]) {
    const first = resultOf(await call(""));
    expect(errorOf(await call(input))).toMatchObject({
      error_type: "OutOfMemoryError",
      message: "MemoryError (a process of an algorithm may use 256 MiB of memory)",
      stacktrace: expect.stringContaining("src/hello.py"),
    });
    expect(resultOf(await call(""))).not.toBe(first);
  }
});

test("memory that is only reserved does not count, as numerical libraries need it", async () => {
  expect(resultOf(await call("reserve"))).toBe(4 * 1024 ** 3);
});

test("open files and the size of a file are limited, which an algorithm sees as ordinary errors", async () => {
  if (!limited) return;
  expect(errorOf(await call("open")).message).toContain("Too many open files");
  expect(errorOf(await call("write")).message).toContain("File too large");
});

test("an instance that uses more CPU time than it may is killed, the caller learns why, and others are served", async () => {
  if (!limited) return;
  const burning = call("burn");
  const served = resultOf(await call(""));
  expect(errorOf(await burning).message).toContain("was killed by SIGXCPU: it used more CPU time than it may");
  expect(resultOf(await call(""))).toBe(served);
});
