import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createConfinement, createRunner } from "../../../../platform/runner";
import { makeInstanceFolder } from "../../../../platform/runner/instance-folder";
import { tableFolder } from "../../../../platform/runner/isolation/numbers";
import { isRunning, until } from "../../builds/processes";
import { algorithm, Workbench } from "../../builds/workbench";
import { errorOf, resultOf } from "../serving";
import { type Way, ways } from "./ways";

// Does what a test asks for, and answers with what it got, or the name of the error.
const curious = algorithm(`
import glob, os, pwd, signal, subprocess, sys, tempfile, time
def attempt(do, *what):
    try:
        return do(*what)
    except OSError as error:
        return type(error).__name__
def read(path):
    with open(path) as file:
        return file.read()
def write(path):
    with open(path, "w") as file:
        return file.write("mine")
def state():
    places = {"home": os.environ["HOME"], "temporary": tempfile.gettempdir(), "cwd": os.getcwd(), "environment": sys.prefix}
    return {"pid": os.getpid(), "guardian": os.getppid(), "user": os.getuid(), **places}
def environments():
    return [attempt(read, path) for path in glob.glob("/proc/[0-9]*/environ")]
def sleep(seconds):
    # Its parent ends at once and leaves it to whoever cares; it leads a group of its own.
    script = "import os, sys\\nif os.fork(): os._exit(0)\\nos.setsid()\\nprint(os.getpid(), flush=True)\\nos.execvp('sleep', ['sleep', sys.argv[1]])"
    return int(subprocess.Popen([sys.executable, "-c", script, seconds], stdout=subprocess.PIPE).stdout.readline())
def forsake(signal_of_guardian, seconds):
    os.kill(os.getppid(), signal.Signals[signal_of_guardian])
    print(os.getpid(), sleep(seconds), flush=True)
    time.sleep(1000)
do = {
    "state": state, "list": os.listdir, "read": read, "write": write, "environments": environments, "forsake": forsake,
    "name": lambda: list(pwd.getpwuid(os.getuid()))[0:6:5], "signal": lambda pid: os.kill(pid, signal.SIGKILL), "fifo": lambda path: os.mkfifo(path, 0o666),
    "open": lambda path: os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK)),
}
def apply(input):
    return attempt(do[input[0]], *input[1:])
`);

/** What an instance says of itself. */
interface State {
  pid: number;
  guardian: number;
  user: number;
  home: string;
  temporary: string;
  cwd: string;
  environment: string;
}

/** Two algorithms of the same source, and a platform's data around them. */
class Bench {
  readonly workbench = new Workbench();
  readonly runner;
  readonly confinement;
  private readonly built;

  constructor(way: Pick<Way, "confine">) {
    const { root } = this.workbench;
    for (const folder of ["files", "versions", "environments"]) mkdirSync(join(root, folder));
    mkdirSync(join(root, "versions", "another"));
    for (const file of ["platform.db", "files/1"]) writeFileSync(join(root, file), "secret", { mode: 0o644 });
    this.confinement = way.confine(root);
    this.runner = createRunner({ instancesPerVersion: 1 }, this.confinement);
    this.built = this.confinement.then(() => this.workbench.build(curious));
  }

  async version(algorithm: number) {
    return { key: `${algorithm}`, owner: "demo", name: "hello", versionDir: (await this.built).versionDir };
  }

  async run(algorithm: number, key: string, question: unknown[]) {
    const options = { timeoutSeconds: 100, environment: { ALGORITHMIA_API_KEY: key } };
    return this.runner.call(await this.version(algorithm), { contentType: "json", data: question }, options);
  }

  one = async (...question: unknown[]) => resultOf(await this.run(0, "simOne", question));
  other = async (...question: unknown[]) => resultOf(await this.run(1, "simOther", question));

  async close(): Promise<void> {
    await this.runner.close();
    await this.workbench.close();
  }
}

async function runsInstead(): Promise<void> {
  const bench = new Bench({ confine: (hidden) => createConfinement({ isolation: "auto", hidden: [hidden] }) });
  try {
    expect(await bench.one("state")).toMatchObject({ pid: expect.any(Number) });
  } finally {
    await bench.close();
  }
}

const denied = ["PermissionError", "FileNotFoundError"];

describe.each(ways)("$name", (way) => {
  if (way.fails !== undefined) {
    test(`cannot be tried on this machine (${way.fails}): what is taken instead runs algorithms`, runsInstead);
    return;
  }
  const path = process.env.PATH;
  let bench: Bench;
  let mine: State;
  let theirs: State;
  beforeAll(async () => {
    process.env.PATH = way.path;
    bench = new Bench(way);
    [mine, theirs] = (await Promise.all([bench.one("state"), bench.other("state")])) as [State, State];
  });
  afterAll(async () => {
    process.env.PATH = path;
    await bench?.close();
  });

  test("an instance finds in no process the environment of another, nor its key", async () => {
    const seen = JSON.stringify(await bench.one("environments"));
    expect(seen).toContain("simOne");
    expect(seen).not.toContain("simOther");
  });

  test("it can neither list, read nor change the files of another, nor open its FIFO", async () => {
    const [file, fifo] = [join(theirs.home, "file"), join(theirs.temporary, "fifo")];
    expect([await bench.other("write", file), await bench.other("fifo", fifo)]).toEqual([4, null]);
    expect(denied).toContain(await bench.one("read", file));
    expect(denied).toContain(await bench.one("open", fifo));
    // Under bwrap the same path is a folder of its own.
    if (mine.home === theirs.home) expect(await bench.one("list", theirs.home)).toEqual([]);
    else expect(denied).toContain(await bench.one("list", theirs.home));
    expect([await bench.other("read", file), await bench.other("open", fifo)]).toEqual(["mine", null]);
  });

  test("it can signal no process of another", async () => {
    // Under bwrap both have the same number, each in its own world.
    const pids = [theirs.pid, theirs.guardian].filter((pid) => ![mine.pid, mine.guardian].includes(pid));
    for (const pid of pids) expect(["PermissionError", "ProcessLookupError"]).toContain(await bench.one("signal", pid));
    expect(await bench.other("state")).toEqual(theirs);
  });

  test("the platform's data cannot be read, nor another's source found", async () => {
    const { root } = bench.workbench;
    for (const file of ["platform.db", "files/1"]) expect(denied).toContain(await bench.one("read", join(root, file)));
    // What it cannot see it cannot list; with a view of its own there is nothing but what it may see.
    const views = [["versions", "environments"].sort(), ["environments"], ["1"]];
    for (const folder of [root, join(root, "versions")]) {
      const listed = await bench.one("list", folder);
      expect(listed === "PermissionError" || views.some((view) => view.join() === (listed as string[]).sort().join())).toBe(true);
    }
    const commandLines = readdirSync("/proc").filter((name) => [mine.pid, theirs.pid, theirs.guardian].includes(Number(name)));
    for (const pid of commandLines) expect(readFileSync(`/proc/${pid}/cmdline`, "utf8")).not.toContain("versions");
  });

  test("its source and environment can be read and not written, as the system's folders", async () => {
    expect(await bench.one("list", join(mine.cwd, "src"))).toContain("hello.py");
    expect(await bench.one("list", mine.environment)).toContain("bin");
    for (const folder of [mine.cwd, join(mine.cwd, "src"), mine.environment, "/usr", "/etc"])
      expect([folder, await bench.one("write", join(folder, "mine"))]).toEqual([
        folder,
        expect.stringMatching(/^(OSError|PermissionError)$/),
      ]);
    expect(["PermissionError", ""]).toContain(await bench.one("read", "/etc/shadow"));
  });

  test("it has no right of root, and gets none", async () => {
    if (process.geteuid?.() === 0) expect(mine.user).not.toBe(0);
    expect(theirs.user !== mine.user || process.geteuid?.() !== 0).toBe(true);
    const status = (await bench.one("read", "/proc/self/status")) as string;
    for (const name of ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"]) expect(status).toContain(`${name}:\t0000000000000000`);
    expect(status).toContain("NoNewPrivs:\t1");
  });

  test("what an algorithm puts into its environment is not there before it has its user", async () => {
    const { isolation } = await bench.confinement;
    const folder = await makeInstanceFolder();
    const place = {
      folder,
      workingDir: "/",
      python: "/usr/bin/python3",
      programs: [],
      readable: [],
      environment: { LD_PRELOAD: "/its.so" },
    };
    const { command, environment, options, free } = await isolation.command(["/bin/true"], place);
    await free?.();
    rmSync(folder.root, { recursive: true, force: true });
    expect(environment).not.toHaveProperty("LD_PRELOAD");
    expect(command.join(" ")).not.toContain("its.so");
    expect(options).toContain("its.so");
    await expect(isolation.command(["/bin/true"], { ...place, environment: { A: "1\0--bind" } })).rejects.toThrow("holds a NUL");
  });

  if (!way.name.includes("without"))
    test("its user has a name and a home, which programs may look up", async () => {
      if (process.geteuid?.() === 0) expect(await bench.one("name")).toEqual(["algorithm", mine.home]);
      expect(await bench.one("write", "/etc/passwd")).toMatch(/^(OSError|PermissionError)$/);
    });

  if (way.name === "bwrap") return;

  test("everything it started ends with it, also what has left its tree when its guardian was killed", async () => {
    const answer = await bench.run(0, "simThird", ["forsake", "SIGKILL", "1000"]);
    expect(errorOf(answer).message).toContain("its process");
    await until(() => !readdirSync("/proc").some((name) => ownerOf(name) === mine.user));
  });
});

const [, withViews] = ways as [Way, Way, Way];
// Where it cannot be tried, its group above says so.
const testWithViews = withViews.fails === undefined ? test : () => {};
testWithViews("what a platform that was killed has left is ended and removed when the next one starts", async () => {
  const bench = new Bench(withViews);
  try {
    // The guardian cannot do it, for it is stopped.
    const question = JSON.stringify(["forsake", "SIGSTOP", seconds]);
    const platform = spawn(
      process.execPath,
      [join(__dirname, "..", "call-and-wait.cjs"), JSON.stringify(await bench.version(0)), question, "users"],
      {
        stdio: ["ignore", "ignore", "inherit"],
      },
    );
    await until(() => sleeping() !== undefined || platform.exitCode !== null);
    const user = ownerOf(sleeping()!)!;
    const record = join(tableFolder, `${user}.json`);
    const folder = JSON.parse(readFileSync(record, "utf8")) as string;
    expect(existsSync(folder)).toBe(true);
    platform.kill("SIGKILL");
    await until(() => platform.signalCode !== null);
    await withViews.confine(bench.workbench.root);
    await until(() => !existsSync(folder) && !existsSync(record) && !readdirSync("/proc").some((name) => ownerOf(name) === user));
  } finally {
    await bench.close();
  }
});

// No other process sleeps so long.
const seconds = `${1_000_000 + process.pid}`;

/** The process that does. */
function sleeping(): string | undefined {
  return readdirSync("/proc").find((pid) => {
    try {
      return ownerOf(pid) !== undefined && readFileSync(`/proc/${pid}/cmdline`, "utf8") === `sleep\0${seconds}\0`;
    } catch {
      return false;
    }
  });
}

/** The user of a process. */
function ownerOf(pid: string): number | undefined {
  try {
    return /^\d+$/.test(pid) && isRunning(Number(pid)) ? statSync(`/proc/${pid}`).uid : undefined;
  } catch {
    return undefined;
  }
}
