import { execFileSync, type StdioOptions, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { createConfinement } from "../../../../platform/runner";
import { createIsolation } from "../../../../platform/runner/isolation";
import { until } from "../../builds/processes";
import { algorithm } from "../../builds/workbench";
import { errorOf, resultOf, Serving } from "../serving";
import { testBwrap } from "./works-here";

const serving = new Serving({ instancesPerVersion: 2 }, { isolation: "auto" });
// Sees whatever a test asks for.
const curious = `
import glob, os, signal, subprocess, tempfile, time
def read(path):
    try:
        return open(path).read()
    except OSError as error:
        return type(error).__name__
def apply(input):
    do, what = (input + [""])[:2]
    if do == "list": return sorted(os.listdir(what)) if os.path.isdir(what) else None
    if do == "read": return read(what)
    if do == "write":
        try:
            return open(what, "w").write("mine")
        except OSError as error:
            return error.strerror
    if do == "environments": return {path: read(path) for path in glob.glob("/proc/[0-9]*/environ")}
    if do == "state": return {"pid": os.getpid(), "home": os.environ["HOME"], "temporary": tempfile.gettempdir(), "cwd": os.getcwd()}
    if do == "daemon":
        subprocess.Popen(["sleep", what], start_new_session=True)
        time.sleep(1000)
    if do == "die": os.kill(os.getpid(), signal.SIGKILL)
`;
type Call = Awaited<ReturnType<Serving["serve"]>>;
let one: Call;
let other: Call;
beforeAll(async () => {
  one = await serving.serve(curious);
  other = await serving.serve(curious);
});
afterAll(() => serving.close());

const ask = async (call: Call, ...question: string[]) => resultOf(await call(question, { environment: { ALGORITHMIA_API_KEY: "simOne" } }));
const runsWithout = async () => {
  expect(await ask(one, "state")).toMatchObject({ home: expect.not.stringMatching(/^\/instance/) });
};
/** Whether a process of this machine has this in its command line. */
const running = (text: string) =>
  readdirSync("/proc").some((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "latin1").includes(text);
    } catch {
      return false;
    }
  });
let sleeps = Date.now();

testBwrap(
  "an instance sees no process but its own, so it reads the environment and key of no other",
  async () => {
    expect(resultOf(await other(["state", ""], { environment: { ALGORITHMIA_API_KEY: "simOther" } }))).toMatchObject({ pid: 2 });
    const environments = (await ask(one, "environments")) as Record<string, string>;
    expect(Object.keys(environments).sort()).toEqual(["/proc/1/environ", "/proc/2/environ"]);
    expect(JSON.stringify(environments)).toContain("simOne");
    expect(JSON.stringify(environments)).not.toContain("simOther");
  },
  runsWithout,
);

testBwrap(
  "an instance has a home and a /tmp of its own, which are gone with it, and nobody else's",
  async () => {
    expect(await ask(one, "state")).toMatchObject({ home: "/instance/home", temporary: "/tmp" });
    for (const path of ["/tmp/mine", "/instance/home/mine", "/var/tmp/too"]) expect(await ask(one, "write", path)).toBe(4);
    expect(await ask(one, "list", "/tmp")).toEqual(expect.arrayContaining(["mine", "too"]));
    expect(await ask(other, "list", "/tmp")).not.toContain("mine");
    expect(await ask(other, "list", "/instance/home")).toEqual([]);
    expect(existsSync("/tmp/mine")).toBe(false);
  },
  runsWithout,
);

testBwrap(
  "the platform's data, other versions and the homes of users are not there; its own source and environment can only be read",
  async () => {
    const { root } = serving.workbench;
    writeFileSync(join(root, "platform.db"), "keys");
    expect(await ask(one, "read", join(root, "platform.db"))).toBe("FileNotFoundError");
    // Secrets of an algorithm are variables with names of its owner's choice.
    for (const name of ["SSL_CERT_FILE", "LD_LIBRARY_PATH", "VIRTUAL_ENV"]) {
      const environment = { [name]: name === "SSL_CERT_FILE" ? join(root, "platform.db") : root };
      expect(resultOf(await one(["read", join(root, "platform.db")], { environment }))).toBe("FileNotFoundError");
    }
    const { cwd } = (await ask(one, "state")) as { cwd: string };
    const { cwd: theirs } = (await ask(other, "state")) as { cwd: string };
    expect(await ask(one, "list", join(cwd, "src"))).toContain("hello.py");
    expect(await ask(one, "list", theirs)).toBeNull();
    expect(await ask(one, "list", dirname(dirname(cwd)))).toEqual([dirname(cwd).split("/").at(-1)]);
    for (const folder of [cwd, "/usr", "/etc", join(root, "environments", (await environmentsSeen())[0]!)])
      expect([folder, await ask(one, "write", join(folder, "mine"))]).toEqual([folder, "Read-only file system"]);
    for (const folder of ["/home", "/srv", "/mnt", "/run"]) expect([folder, await ask(one, "list", folder)]).toEqual([folder, null]);
    expect(await ask(one, "read", "/etc/passwd")).toContain("root");
    expect(await ask(one, "read", "/etc/shadow")).not.toContain("root");

    async function environmentsSeen() {
      return (await ask(one, "list", join(root, "environments"))) as string[];
    }
  },
  runsWithout,
);

testBwrap(
  "an instance has no capabilities, and gets none",
  async () => {
    const status = (await ask(one, "read", "/proc/self/status")) as string;
    for (const name of ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"]) expect(status).toContain(`${name}:\t0000000000000000`);
    expect(status).toContain("NoNewPrivs:\t1");
  },
  runsWithout,
);

testBwrap(
  "where root runs the platform an instance has a user of its own, and where the kernel counts its processes it can start no more than it may",
  async () => {
    const { isolation } = await createConfinement({ isolation: "bwrap" });
    const own = new Serving({}, { isolation: "bwrap", limits: { processes: 16 } });
    try {
      const call = await own.serve(`
import os
def apply(input):
    started = []
    try:
        while len(started) < 32:
            started.append(os.posix_spawn("/bin/sleep", ["sleep", "1000"], {}))
    except OSError as error:
        return [os.getuid(), len(started), error.strerror]
    return [os.getuid(), len(started), ""]
`);
      const [user, started, error] = resultOf(await call("")) as [number, number, string];
      expect(user).not.toBe(0);
      if (isolation.countsProcesses) expect([started <= 16, error]).toEqual([true, "Resource temporarily unavailable"]);
    } finally {
      await own.close();
    }
  },
  runsWithout,
);

testBwrap(
  "a hidden folder is covered also where the system's own folders are, and what shall be shown is there wherever it lies",
  async () => {
    const { root } = serving.workbench;
    const shown = join(root, "certificate.pem");
    writeFileSync(shown, "");
    const { command } = await createIsolation("bwrap", ["/usr/share/doc"], [shown]);
    const folder = { root, home: root, temporary: root };
    const place = { python: "/usr/bin/python3", programs: [], folder, workingDir: "/", readable: [], environment: {} };
    const isolated = await command(["/bin/ls", shown, "/usr/share", "/usr/share/doc"], place);
    const [program, ...args] = isolated.command;
    writeFileSync(join(root, "options"), isolated.options!);
    const options = openSync(join(root, "options"), "r");
    const stdio: StdioOptions = ["ignore", "pipe", "inherit", "ignore", options];
    const listed = execFileSync(program!, args, { env: isolated.environment, encoding: "utf8", stdio });
    closeSync(options);
    expect(listed).toMatch(/certificate\.pem\n[\s\S]*\ndoc\n[\s\S]*\/usr\/share\/doc:\n$/);
  },
  runsWithout,
);

testBwrap(
  "a call that takes too long, and one whose process dies, take everything along and leave no folder",
  async () => {
    const own = new Serving({}, { isolation: "bwrap" });
    try {
      const call = await own.serve(curious);
      const folder = /\/(\S+) \/instance /.exec((await ask(call, "read", "/proc/self/mountinfo")) as string)![1]!;
      const outside = join(tmpdir(), basename(folder));
      expect(existsSync(outside)).toBe(true);
      sleeps += 1;
      expect(errorOf(await call(["daemon", `${sleeps}`], { timeoutSeconds: 1 })).error_type).toBe("TimeoutError");
      await until(() => !running(`sleep\0${sleeps}`));
      expect(errorOf(await call(["die", ""])).message).toContain("its process was killed by SIGKILL");
      await until(() => !existsSync(outside));
      expect(resultOf(await call(["list", "/instance/home"]))).toEqual([]);
    } finally {
      await own.close();
    }
  },
  runsWithout,
);

testBwrap(
  "instances and all they started end when the platform is killed in the middle of a call",
  async () => {
    const { versionDir } = await serving.workbench.build(algorithm(curious));
    sleeps += 1;
    const version = JSON.stringify({ key: "1", owner: "demo", name: "hello", versionDir });
    const platform = spawn(
      process.execPath,
      [join(__dirname, "..", "call-and-wait.cjs"), version, JSON.stringify(["daemon", `${sleeps}`]), "bwrap"],
      { stdio: ["ignore", "ignore", "inherit"] },
    );
    await until(() => running(`sleep\0${sleeps}`) || platform.exitCode !== null);
    expect(platform.exitCode).toBeNull();
    platform.kill("SIGKILL");
    await until(() => !running(`sleep\0${sleeps}`) && !running(versionDir));
  },
  runsWithout,
);
