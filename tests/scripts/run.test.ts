import { spawn } from "node:child_process";
import { once } from "node:events";
import { inNode, root } from "./in-node";

test("a program's end, its output and its lines come back, whatever its exit code", async () => {
  const outcome = await inNode(`
    const { run } = await load("lib/run.mjs");
    const lines = [];
    const ended = await run("sh", ["-c", "echo one; echo two >&2; exit 3"], { onLine: (line, stream) => lines.push(stream + " " + line) });
    return { code: ended.code, stdout: ended.stdout, stderr: ended.stderr, lines: lines.sort() };
  `);
  expect(outcome).toEqual({ code: 3, stdout: "one\n", stderr: "two\n", lines: ["stderr two", "stdout one"] });
});

test("a program that is not there is an answer, not an exception", async () => {
  const outcome = await inNode<{ code: null; error: string }>(`
    const { run } = await load("lib/run.mjs");
    const { code, error } = await run("no-such-program-here", []);
    return { code, error: error.code };
  `);
  expect(outcome).toEqual({ code: null, error: "ENOENT" });
});

test("what takes too long is ended with all its children", async () => {
  const outcome = await inNode<{ timedOut: boolean; alive: boolean }>(`
    const { run } = await load("lib/run.mjs");
    const { isAlive } = await load("lib/alive.mjs");
    const ended = await run("sh", ["-c", "sleep 600 & echo $!; wait"], { timeoutSeconds: 2 });
    // The killed grandchild is a process until init has collected it.
    const { setTimeout: after } = await import("node:timers/promises");
    for (let tries = 0; tries < 3000 && isAlive(Number(ended.stdout)); tries++) await after(20);
    return { timedOut: ended.timedOut, alive: isAlive(Number(ended.stdout)) };
  `);
  expect(outcome).toEqual({ timedOut: true, alive: false });
});

test("an interruption cleans up, newest first, and ends with the shell's code for it", async () => {
  const program = `
    const { onInterrupt } = await import("${root}/scripts/lib/interrupt.mjs");
    onInterrupt(() => console.log("first made, last cleaned"));
    onInterrupt(async () => console.log("last made, first cleaned"));
    onInterrupt(() => console.log("taken off the list"))();
    setInterval(() => {}, 1000);
    console.log("ready");
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    if (said === "ready\n") child.kill("SIGINT");
  });
  const [code] = await once(child, "close");
  expect(code).toBe(130);
  expect(said).toBe("ready\nlast made, first cleaned\nfirst made, last cleaned\n");
});
