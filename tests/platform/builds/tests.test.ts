import { existsSync } from "node:fs";
import { join } from "node:path";
import { algorithm, javascript, Workbench } from "./workbench";

let workbench: Workbench;
beforeAll(() => {
  workbench = new Workbench();
});
afterAll(() => workbench.close());

const python = (test: string, requirements = "pytest==8.4.2\n") =>
  algorithm("def apply(input):\n    return input\n", { "requirements.txt": requirements, "src/hello_test.py": test });
const passing = "from .hello import apply\n\ndef test_echoes():\n    open('left', 'w').close()\n    assert apply(1) == 1\n";
const failing = "from .hello import apply\n\ndef test_echoes():\n    assert apply(1) == 2\n";

test("reference 4.1: Python tests run in the build when pytest is required, and what they write is not in the version", async () => {
  const { outcome, log, versionDir } = await workbench.build(python(passing));
  expect(log).toMatch(/Running the tests\n[\s\S]*1 passed[\s\S]*Completed container customization\n$/);
  expect(outcome).toEqual({ succeeded: true });
  expect([existsSync(join(versionDir, "source", "left")), existsSync(join(versionDir, "tested"))]).toEqual([false, false]);
});

test("reference 4.1: a failing Python test fails the build as test, with pytest's words in the log", async () => {
  const { outcome, log, versionDir } = await workbench.build(python(failing));
  expect(outcome).toMatchObject({ succeeded: false, kind: "test", message: expect.stringMatching(/^The tests failed: 1 failed in /) });
  expect(log).toContain("assert 1 == 2");
  expect(existsSync(versionDir)).toBe(false);
});

test("Python tests are left alone without pytest, and it may be required without tests", async () => {
  expect((await workbench.build(python(failing, ""))).outcome).toEqual({ succeeded: true });
  expect((await workbench.build(python(""))).outcome).toEqual({ succeeded: true });
});

const node = (expected: number, script: string) =>
  javascript("exports.apply = async (input) => input;", {
    "package.json": JSON.stringify({ scripts: { test: script } }),
    "test/hello.test.js": `
const { apply } = require("../src/hello.js");
require("node:test").test("echoes", async () => require("node:assert").equal(await apply(1), ${expected}));
`,
  });

test("the test script of package.json runs in the build, and fails it as test", async () => {
  const passed = await workbench.build(node(1, "node --test"));
  expect(passed.log).toMatch(/Running the tests\n[\s\S]*pass 1/);
  expect(passed.outcome).toEqual({ succeeded: true });
  const failed = await workbench.build(node(2, "node --test"));
  expect(failed.outcome).toMatchObject({ succeeded: false, kind: "test", message: "The tests failed: fail 1" });
  expect(failed.log).toContain("1 == 2");
});

test("the test script that npm init writes is none", async () => {
  const { outcome } = await workbench.build(node(2, 'echo "Error: no test specified" && exit 1'));
  expect(outcome).toEqual({ succeeded: true });
});
