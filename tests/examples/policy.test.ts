import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { installPulumi, root } from "../gitops/installation";
import { lateLoading } from "../support/late-loading";

/** The real engine runs the policy pack: `pulumi preview --policy-pack`, as its README says. */

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "policy-"));
  installPulumi(join(folder, "bin"));
  for (const each of ["program", "state"]) mkdirSync(join(folder, each));
  cpSync(join(root, "examples/policy"), join(folder, "policy"), { recursive: true });
  for (const each of ["policy", "program"]) symlinkSync(join(root, "node_modules"), join(folder, each, "node_modules"));
  write("Pulumi.yaml", "name: models\nruntime: nodejs\nmain: index.ts\n");
  write("package.json", "{}");
  write("model.txt", "weights");
  pulumi("stack", "init", "dev");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sha256 = "9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c";
const smokeTests = '[{ name: "a greeting", input: "hello", expect: { noError: true } }]';

function write(file: string, content: string): void {
  writeFileSync(join(folder, "program", file), content);
}

function pulumi(...args: string[]) {
  const ended = spawnSync("pulumi", [...args, "--non-interactive", "--color", "never"], {
    cwd: join(folder, "program"),
    encoding: "utf8",
    env: {
      PATH: [join(folder, "bin"), process.env.PATH].join(delimiter),
      HOME: folder,
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      NODE_OPTIONS: lateLoading,
    },
  });
  return { code: ended.status, text: ended.stdout + ended.stderr };
}

/** Previews a program with one model under the policy pack. */
function previewOf(inputs: string, configuration?: unknown) {
  write(
    "index.ts",
    'import { AlgorithmModelVersion } from "pulumi-algorithmia";\n' +
      `new AlgorithmModelVersion("greeter", { algorithm: "acme/greeter", model: "model.txt", ${inputs} });\n`,
  );
  writeFileSync(join(folder, "configuration.json"), JSON.stringify(configuration ?? {}));
  const configured = configuration ? ["--policy-pack-config", "../configuration.json"] : [];
  return pulumi("preview", "--stack", "dev", "--policy-pack", "../policy", ...configured);
}

test("a pinned, smoke-tested model passes", () => {
  expect(previewOf(`expectedSha256: "${sha256}", smokeTests: ${smokeTests}`)).toMatchObject({
    code: 0,
    text: expect.stringContaining("✅ model-policy"),
  });
});

test("a model that is neither stops the preview, and each policy says what to do", () => {
  const { code, text } = previewOf("");
  expect(code).toBe(1);
  expect(text).toContain("models-are-pinned");
  expect(text).toContain("Run `npx pulumi-algorithmia pin acme/greeter <file>`, or give `expectedSha256`.");
  expect(text).toContain("acme/greeter has 0 of at least 1 smoke tests.");
});

test("configuration asks for more smoke tests, or exempts an algorithm", () => {
  const given = `expectedSha256: "${sha256}", smokeTests: ${smokeTests}`;
  expect(previewOf(given, { "models-are-smoke-tested": { atLeast: 2 } }).text).toContain("acme/greeter has 1 of at least 2 smoke tests.");
  const exempt = ["acme/greeter"];
  expect(previewOf("", { "models-are-pinned": { exempt }, "models-are-smoke-tested": { exempt } })).toMatchObject({ code: 0 });
});
