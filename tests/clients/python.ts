import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type PlatformOptions, startPlatform } from "../../platform";
import { pythonEnvironment } from "../../platform/builds/build-python";
import { createEnvironments } from "../../platform/builds/environments";
import { findInstaller } from "../../platform/builds/installer";
import { findPython } from "../../platform/builds/python";
import { gitEnvironment } from "../support/algorithm";

const run = promisify(execFile);

/** The official packages, as users install them. */
const official = ["algorithmia==2.0.5", "algorithmia-adk==1.2.4"];

/** Answers with the `bin` folder of an environment with the official Python packages, made once per machine by the platform's own code. */
export async function officialClients(packages = official): Promise<string> {
  const cacheDir = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "algorithmia-platform");
  const environmentsDir = join(cacheDir, "clients");
  mkdirSync(environmentsDir, { recursive: true });
  let log = "";
  const follower = {
    log(text: string) {
      log += text;
    },
    signal: new AbortController().signal,
  };
  const python = await findPython(follower.signal);
  const installer = await findInstaller(python, cacheDir, follower);
  const requirements = { lines: packages, constraints: [], local: false };
  const packagesDir = join(cacheDir, "packages");
  const request = pythonEnvironment({ requirements, python, installer, sourceDir: environmentsDir, commitSha: "", packagesDir });
  const folder = await createEnvironments(environmentsDir)
    .obtain(request, follower)
    .catch((error: Error) => {
      throw new Error(`${error.message}\n${log}`);
    });
  return join(folder, "bin");
}

/** A platform, the official Python client, and a person who uses both; goes with `close()`. */
export class Person {
  private constructor(
    readonly platform: Awaited<ReturnType<typeof startPlatform>>,
    private readonly bin: string,
    /** Home folder and working directory. */
    readonly home: string,
  ) {}

  static async start(options: PlatformOptions = {}): Promise<Person> {
    const bin = await officialClients();
    return new Person(await startPlatform(options), bin, mkdtempSync(join(tmpdir(), "python-client-")));
  }

  async close(): Promise<void> {
    await this.platform.close();
    rmSync(this.home, { recursive: true, force: true });
  }

  /** What the platform says to paste, and no more of the test's own environment than needed. */
  environment(): NodeJS.ProcessEnv {
    const { url, apiKey, caBundleFile } = this.platform;
    return {
      ...gitEnvironment(this.platform),
      PATH: `${this.bin}:${process.env.PATH}`,
      HOME: this.home,
      ALGORITHMIA_API: url,
      ALGORITHMIA_API_KEY: apiKey,
      NO_PROXY: "127.0.0.1",
      ...(caBundleFile !== undefined && { REQUESTS_CA_BUNDLE: caBundleFile }),
    };
  }

  /** Runs a Python program with `client` at hand; answers with what it assigned to `answer`. */
  async python(program: string): Promise<unknown> {
    const wrapped = `import Algorithmia, json\nclient = Algorithmia.client()\n${program}\nprint("\\n" + json.dumps(answer))\n`;
    const { stdout } = await run(join(this.bin, "python"), ["-c", wrapped], { env: this.environment(), cwd: this.home });
    return JSON.parse(stdout.trim().split("\n").at(-1)!);
  }

  /** Runs a command in the home folder; answers with what it printed. */
  async shell(command: string, args: string[], { cwd = this.home, env = this.environment() } = {}): Promise<string> {
    const { stdout } = await run(command, args, { env, cwd });
    return stdout;
  }

  /** Runs the official command line. */
  algo(...args: string[]): Promise<string> {
    return this.shell(join(this.bin, "algo"), args);
  }

  write(path: string, content: string | Buffer): void {
    mkdirSync(dirname(join(this.home, path)), { recursive: true });
    writeFileSync(join(this.home, path), content);
  }

  /** Commits what changed in a clone and pushes it; answers with the commit. */
  async push(clone: string): Promise<string> {
    const cwd = join(this.home, clone);
    await this.shell("git", ["add", "--all"], { cwd });
    await this.shell("git", ["commit", "--quiet", "-m", "change"], { cwd });
    await this.shell("git", ["push", "--quiet", "origin", "HEAD:master"], { cwd });
    return (await this.shell("git", ["rev-parse", "HEAD"], { cwd })).trim();
  }

  /** Builds what was pushed last and publishes it as the next minor version. */
  async publish(name: string): Promise<void> {
    await this.python(`
algo = client.algo("demo/${name}")
algo.compile()
algo.publish(version_info={"version_type": "minor"})
answer = None
`);
  }
}

/** Creates an algorithm as Algorithmia's documentation shows. */
export const createAlgorithm = (name: string) => `
algo = client.algo("demo/${name}")
created = algo.create(
    details={"label": "${name}", "summary": "", "tagline": ""},
    settings={"source_visibility": "closed", "license": "apl", "package_set": "python37", "network_access": "full", "pipeline_enabled": True},
)
`;
