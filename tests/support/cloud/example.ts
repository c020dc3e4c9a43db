import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { installPulumi, root } from "../../gitops/installation";
import { lateLoading } from "../late-loading";

const run = promisify(execFile);

/** Pulumi's loader of TypeScript compiles nothing below `node_modules`; the copies of examples lie in a cache there. */
const compileInCache = { TS_NODE_IGNORE: "/node_modules/(?!\\.cache/)" };

/** What a program asks the engine for. */
export interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/** A copy of one program of examples/ that imports a cloud's package, in a folder where that package is found. */
export interface CloudExample {
  folder: string;
  /** Where the stacks' states lie. */
  stateDir: string;
  /** What `tsc` says of the program, and of this one beside it, against the real types; nothing when it is content. */
  typeProblems(probe: string): Promise<string>;
  /** Runs the program under Pulumi's mocks: what it declares, in order. Outputs of the cloud's are what `outputs` makes of a resource. */
  declared(config: Record<string, string>, outputs: string): Promise<Registered[]>;
  /**
   * Runs the real CLI in the folder, with stand-ins for plugins found in `plugins`. The state lies beside the copy.
   * @returns the exit code and everything it printed
   */
  pulumi(args: string[], environment?: Record<string, string>, plugins?: string): Promise<{ code: number; text: string }>;
  close(): void;
}

/** `describe` with a copy of the example, or, where set-up could not get the package, a skipped one that says so. */
export function describeWithPackage(name: string, example: string, tests: (open: () => CloudExample) => void): void {
  const topic = `examples/${example}`;
  const base = packagesFolder(name);
  if (base) describe(topic, () => tests(() => openExample(base, example)));
  else describe.skip(`${topic} (skipped: ${name} is not there, npm test tells why)`, () => tests(() => openExample("", example)));
}

function openExample(base: string, example: string): CloudExample {
  // Below the packages, because that is where Node.js and TypeScript look for them.
  const place = mkdtempSync(join(base, "run-"));
  const folder = join(place, example);
  cpSync(join(root, "examples", example), folder, { recursive: true });
  mkdirSync(join(place, "state"));
  installPulumi(join(place, "bin"));
  return {
    folder,
    stateDir: join(place, "state"),
    async typeProblems(probe) {
      writeFileSync(join(folder, "probe.ts"), probe);
      const tsconfig = join(folder, "tsconfig.json");
      const { compilerOptions } = JSON.parse(readFileSync(tsconfig, "utf8")) as { compilerOptions: object };
      writeFileSync(tsconfig, JSON.stringify({ compilerOptions, files: ["index.ts", "probe.ts"] }));
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      return run(process.execPath, [tsc, "-p", folder]).then(
        () => "",
        (error: { stdout: string }) => error.stdout,
      );
    },
    async declared(config, outputs) {
      const { stdout } = await run(process.execPath, ["--eval", underMocks(example, config, outputs)], {
        cwd: folder,
        env: { ...process.env, ...compileInCache },
      });
      return JSON.parse(stdout) as Registered[];
    },
    async pulumi(args, environment = {}, plugins = "") {
      const env = {
        PATH: [join(place, "bin"), plugins, process.env.PATH].join(delimiter),
        HOME: place,
        PULUMI_BACKEND_URL: `file://${join(place, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        NODE_OPTIONS: lateLoading,
        ...compileInCache,
        ...environment,
      };
      return run("pulumi", [...args, "--non-interactive", "--color", "never"], { cwd: folder, env, maxBuffer: 1 << 26 }).then(
        ({ stdout, stderr }) => ({ code: 0, text: stdout + stderr }),
        (error: { code: number; stdout: string; stderr: string }) => ({ code: error.code, text: error.stdout + error.stderr }),
      );
    },
    close: () => rmSync(place, { recursive: true, force: true }),
  };
}

/** A program that runs the example in a process of its own, as the engine's host would, with mocks in the engine's place. */
function underMocks(project: string, config: Record<string, string>, outputs: string): string {
  return `
    const pulumi = require("@pulumi/pulumi");
    const { tsnodeRequire, typescriptRequire } = require("@pulumi/pulumi/tsutils").typeScriptRequireStrings();
    require(tsnodeRequire).register({ compiler: typescriptRequire, transpileOnly: true, compilerOptions: { module: "commonjs", moduleResolution: "node10", target: "es2022" } });
    const outputs = ${outputs};
    const declared = [];
    const mocks = {
      newResource({ type, name, inputs }) {
        declared.push({ type, name, inputs });
        return { id: name + "-id", state: { ...inputs, ...outputs({ type, name, inputs }) } };
      },
      call: ({ token, inputs }) => outputs({ type: token, name: "", inputs }),
    };
    pulumi.runtime.setAllConfig(${JSON.stringify(config)});
    pulumi.runtime.setMocks(mocks, ${JSON.stringify(project)}, "dev").then(async () => {
      const exported = require("./index.ts");
      await Promise.all(Object.values(exported).map((each) => new Promise((resolve) => pulumi.output(each).apply(resolve))));
      await pulumi.runtime.disconnect();
      process.stdout.write(JSON.stringify(declared));
    });
  `;
}

/** The folder below which a package of a cloud is found; undefined where set-up could not get it. */
function packagesFolder(name: string): string | undefined {
  const list = pathToFileURL(join(root, "scripts", "cloud-packages", "packages.mjs")).href;
  const at = JSON.stringify(root);
  const program = `const { cloudPackages, cloudPackagesFolder, isThere } = await import(${JSON.stringify(list)});
    console.log(isThere(cloudPackages.find((each) => each.name === ${JSON.stringify(name)}), ${at}) ? cloudPackagesFolder(${at}) : "");`;
  return execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" }).trim() || undefined;
}
