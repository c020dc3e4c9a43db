import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { isRunning, until } from "../builds/processes";
import { algorithm } from "../builds/workbench";
import { resultOf, Serving } from "./serving";

const serving = new Serving();
afterAll(() => serving.close());

test("an instance sees what the call passes, and none of the platform's secrets", async () => {
  process.env.ALGORITHMIA_API_KEY = "simTheParents";
  process.env.SOME_TOKEN = "secret";
  process.env.HTTPS_PROXY = "http://user:secret@proxy.example.com";
  try {
    const call = await serving.serve("import os\ndef apply(input):\n    return dict(os.environ)\n");
    const seen = resultOf(await call("", { environment: { ALGORITHMIA_API: "http://127.0.0.1:1" } })) as Record<string, string>;
    expect(seen).toMatchObject({ ALGORITHMIA_API: "http://127.0.0.1:1", NO_PROXY: expect.stringContaining("127.0.0.1") });
    expect(JSON.stringify(seen)).not.toMatch(/secret|simTheParents/);
    expect(Object.keys(seen)).not.toContain("ALGORITHMIA_API_KEY");
  } finally {
    for (const name of ["ALGORITHMIA_API_KEY", "SOME_TOKEN", "HTTPS_PROXY"]) delete process.env[name];
  }
});

test("each instance has a home and a temporary folder of its own, and works in the version's source", async () => {
  const source = `
import os, tempfile
def apply(input):
    open(os.path.expanduser("~/mine"), "w").close()
    return {"home": os.environ["HOME"], "temporary": tempfile.gettempdir(), "cwd": os.getcwd(), "mine": os.listdir(os.environ["HOME"])}
`;
  const [one, two] = await Promise.all([(await serving.serve(source))(""), (await serving.serve(source))("")]);
  const [a, b] = [resultOf(one!), resultOf(two!)] as [Record<string, string>, Record<string, string>];
  expect(a.home).not.toBe(b.home);
  expect(a.temporary).not.toBe(b.temporary);
  expect(a.mine).toEqual(["mine"]);
  expect(existsSync(join(a.cwd!, "src", "hello.py"))).toBe(true);
  expect(statSync(dirname(a.home!)).mode & 0o077).toBe(0);
});

test("no module of the platform hides or provides one of the algorithm", async () => {
  const call = await serving.serve("import sys\ndef apply(input):\n    return [sys.path[0], sys.argv, 'start_instance' in sys.modules]\n");
  const [first, argv, present] = resultOf(await call("")) as [string, string[], boolean];
  expect(first).toMatch(/source$/);
  expect(argv).toEqual(["hello"]);
  expect(present).toBe(false);
});

test("instances and all they started end when the platform is killed in the middle of a call", async () => {
  const { versionDir } = await serving.workbench.build(
    algorithm(`
import os, subprocess
def apply(input):
    daemon = subprocess.Popen(["sleep", "1000"], start_new_session=True)
    with open(input + ".partial", "w") as file:
        file.write("%d %d %d %s" % (os.getpid(), os.getppid(), daemon.pid, os.environ["HOME"]))
    os.rename(input + ".partial", input)
    while True:
        pass
`),
  );
  const told = join(serving.workbench.root, "told");
  const version = JSON.stringify({ key: "1", owner: "demo", name: "hello", versionDir });
  const platform = spawn(process.execPath, [join(__dirname, "call-and-wait.cjs"), version, told], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  await until(() => existsSync(told) || platform.exitCode !== null);
  const [worker, guardian, daemon, home] = readFileSync(told, "utf8").split(" ");
  const pids = [worker, guardian, daemon].map(Number);
  expect(pids.every(isRunning)).toBe(true);
  platform.kill("SIGKILL");
  await until(() => !pids.some(isRunning) && !existsSync(dirname(home!)));
});
