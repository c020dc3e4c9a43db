import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";

const root = resolve(__dirname, "../..");

test("a stock `pulumi up` finds the program: a nodejs project whose main is index.ts", () => {
  expect(parse(readFileSync(join(root, "Pulumi.yaml"), "utf8"))).toMatchObject({ runtime: "nodejs", main: "index.ts" });
});

test("the loader of Pulumi's official Node.js host type-checks and runs index.ts, and exports one entry per pin", async () => {
  // The same steps as @pulumi/pulumi/cmd/run takes before it requires the program; with mocks in place of the engine.
  const loader = `
    const pulumi = require("@pulumi/pulumi");
    const tsutils = require("@pulumi/pulumi/tsutils");
    const { tsnodeRequire, typescriptRequire } = tsutils.typeScriptRequireStrings();
    const compilerOptions = { target: "ES2020", module: "nodenext", moduleResolution: "nodenext", ...tsutils.loadTypeScriptCompilerOptions("tsconfig.json") };
    require(tsnodeRequire).register({ compiler: typescriptRequire, project: "tsconfig.json", skipProject: false, compilerOptions });
    pulumi.runtime.setMocks({ newResource: ({ name, inputs }) => ({ id: name, state: { ...inputs, version: "1.0.0" } }), call: ({ inputs }) => inputs });
    const { algorithms } = require("./index.ts");
    pulumi.output(algorithms).apply((shown) => process.stdout.write(JSON.stringify(shown)));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--eval", loader], { cwd: root });
  const algorithms = JSON.parse(stdout);
  const pins = parse(readFileSync(join(root, "models.yaml"), "utf8")).algorithms;
  expect(Object.keys(algorithms)).toEqual(Object.keys(pins));
  expect(algorithms["demo/digits"]).toMatchObject({ version: "1.0.0", modelSha256: pins["demo/digits"].sha256 });
});
