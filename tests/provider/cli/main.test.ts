import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../../provider/cli/main";
import { capturedTerminal } from "./captured-terminal";

async function called(...args: string[]) {
  const terminal = capturedTerminal();
  const code = await run(args, terminal);
  return { code, out: terminal.outText, err: terminal.errText };
}

test.each([
  [["--help"]],
  [["pin", "--help"]],
  [["status", "--help"]],
  [["history", "--help"]],
  [["rollback", "--help"]],
  [["gc", "--help"]],
  [["help", "pin"]],
])("%j prints help with examples and exits 0", async (args) => {
  const { code, out, err } = await called(...args);
  expect(code).toBe(0);
  expect(out).toMatch(/^Usage: pulumi-algorithmia/);
  expect(out).toContain("Examples:\n  $ pulumi-algorithmia ");
  expect(err).toBe("");
});

test("--version prints the package's version", async () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, "../../../provider/package.json"), "utf8"));
  expect(await called("--version")).toEqual({ code: 0, out: `${version}\n`, err: "" });
});

test("without a command the help goes to stderr and the exit code is 2", async () => {
  const { code, out, err } = await called();
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain("Commands:");
});

test("an unknown command exits 2 and suggests the nearest one", async () => {
  const { code, err } = await called("statsu");
  expect(code).toBe(2);
  expect(err).toMatch(/^error: unknown command 'statsu'\n\(Did you mean status\?\)/);
});

test.each([
  [["pin"], "missing required argument 'owner/name'"],
  [["pin", "acme/sentiment"], "missing required argument 'file'"],
  [["pin", "acme", "m.pkl"], 'expected "owner/name", got "acme"'],
  [["pin", "acme/sentiment/1.0.0", "m.pkl"], "without a version"],
  [["pin", "acme/sentiment", "m.pkl", "n.pkl"], "too many arguments"],
  [["pin", "acme/sentiment", "m.pkl", "--version-type", "patch"], "Allowed choices are revision, minor, major"],
  [["pin", "acme/sentiment", "m.pkl", "--sha256", "9f2c"], "expected 64 hexadecimal digits"],
  [["pin", "acme/sentiment", "m.pkl", "--chekc"], "(Did you mean --check?)"],
  [["status", "extra"], "too many arguments"],
  [["history", "acme"], 'expected "owner/name", got "acme"'],
  [["history", "--limit", "0"], "expected at least 1"],
  [["rollback"], "missing required argument 'owner/name'"],
  [["gc", "--keep", "-1"], "expected a whole number"],
  [["gc", "--older-than", "24"], "expected a number and s, m, h or d"],
  [["gc", "models.yaml"], "too many arguments"],
])("%j exits 2 and says what is wrong", async (args, message) => {
  const { code, out, err } = await called(...args);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^error: /);
  expect(err).toContain(message);
});

test("a failure is one paragraph with its code, without a stack, and exits 1", async () => {
  const { code, out, err } = await called("pin", "acme/sentiment", "/absent/m.pkl");
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/^error: The model file \/absent\/m\.pkl does not exist\. [^\n]* \[MODEL_NOT_FOUND\]\n$/);
});

test("with --json a failure is an object on stdout as well", async () => {
  const { code, out, err } = await called("status", "--json", "--file", "/absent/models.yaml");
  expect(code).toBe(1);
  expect(JSON.parse(out)).toEqual({
    error: { code: "PINS_NOT_FOUND", message: expect.stringContaining("/absent/models.yaml does not exist") },
  });
  expect(err).toMatch(/^error: .*\[PINS_NOT_FOUND\]\n$/);
});
