import { compareWithServing, runSmokeTests, type SmokeTarget, type SmokeTest, smokeTarget } from "../../../provider/smoke";
import { startWithTwoBuilds, type TwoBuilds } from "./algorithm";

let builds: TwoBuilds;
let candidate: SmokeTarget;
let serving: SmokeTarget;
let said: string[];
const report = { progress: (text: string) => void said.push(text) };

beforeAll(async () => {
  builds = await startWithTwoBuilds();
  candidate = smokeTarget(builds.platform.algorithms, builds.algorithm, builds.candidate);
  serving = smokeTarget(builds.platform.algorithms, builds.algorithm, builds.serving);
});
afterAll(() => builds?.stop());
beforeEach(() => {
  said = [];
});

const messageOf = (run: Promise<unknown>) =>
  run.then(
    () => "it passed",
    (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
  );

test("a first call that loads is made once more, on a commit that is built and not published", async () => {
  const loads: SmokeTest = { name: "loads", inputText: "load", expect: { equals: "loaded", maxLatencyMs: 4000 } };
  await runSmokeTests([loads], candidate, report);
  expect(await builds.platform.algorithms.publishedVersions(builds.algorithm)).toHaveLength(1);
});

test("texts, JSON and bytes pass by every kind of expectation", async () => {
  const tests: SmokeTest[] = [
    { name: "a text", inputText: "Ada ü🙂", expect: { equals: "hello Ada ü🙂" } },
    { name: "a text that looks like JSON", inputText: "[1]", expect: { contains: "[1]" } },
    { name: "a JSON text", input: "Ada", expect: { equals: "hello Ada" } },
    { name: "JSON", input: { pixels: [1, null] }, expect: { equals: { digit: 3, scores: [0.1, 0.3], input: { pixels: [1, null] } } } },
    { name: "numbers", input: {}, expect: { approximately: { digit: 3, scores: [0.1001, 0.2999], input: {} }, tolerance: 0.001 } },
    { name: "a schema", input: {}, expect: { matches: { type: "object", required: ["digit"] }, maxLatencyMs: 60_000 } },
    { name: "bytes", inputBase64: "AAH/", expect: { equals: { base64: "/wEA" } } },
    { name: "no bytes", inputBase64: "", expect: { equals: { base64: "" } } },
  ];
  await runSmokeTests(tests, candidate, report);
  expect(said[7]).toBe("smoke test 8 of 8: no bytes");
});

test("every failed test is told with its input, what was expected, what came, and the end of the log", async () => {
  const tests: SmokeTest[] = [
    { name: "recognises an 8", input: { pixels: [0, 5, 13] }, expect: { contains: { digit: 8 } } },
    { name: "greets", inputText: "Ada", expect: { equals: "hello Ada" } },
    { name: "takes an empty picture", input: { pixels: [] }, expect: { noError: true } },
    { name: "answers in time", input: { sleep: 30 }, expect: { noError: true }, timeoutSeconds: 1 },
  ];
  const message = await messageOf(runSmokeTests(tests, candidate, report));
  expect(message).toContain(`SMOKE_TEST_FAILED: 3 of 4 smoke tests failed on algo://${builds.algorithm}/${builds.candidate}.`);
  expect(message).toContain(`
  recognises an 8
    input     {"pixels":[0,5,13]}
    expected  contains {"digit":8}
    got       {"digit":3,"scores":[0.1,0.3],"input":{"pixels":[0,5,13]}}
    because   $.digit: wanted 8, got 3
    end of its log
      | asked for dict

  takes an empty picture
    input     {"pixels":[]}
    expected  no error
    got       AlgorithmError: no pixels
    end of its stack trace
      | Traceback (most recent call last):`);
  expect(message).toMatch(/ValueError: no pixels\n {4}end of its log\n {6}\| asked for dict\n {6}\| the picture is empty\n/);
  expect(message).toMatch(/answers in time\n.*\n.*\n {4}got {7}TimeoutError: .*1 seconds/);
  expect(message).toMatch(/\n\nNothing was published, and the version before still serves\. Correct the model, /);
});

test("an algorithm that prints the caller's key does not bring it into the message", async () => {
  const { apiKey } = builds.running;
  const message = await messageOf(
    runSmokeTests([{ name: "echo", input: { key: apiKey }, expect: { contains: { digit: 8 } } }], candidate, report),
  );
  expect(message).toContain('got       {"digit":3,"scores":[0.1,0.3],"input":{"key":"[secret]"}}');
});

test("the same answers pass", async () => {
  const same = await compareWithServing({ inputs: [{ inputText: "Ada" }, { inputBase64: "AAH/" }, "Bob"] }, candidate, serving, report);
  expect(same).toMatchObject({ kind: "same", summary: "0 of 3 answers differ" });
  const few = await compareWithServing({ inputs: ["Ada", "Bob", {}], maxDifferentShare: 0.34 }, candidate, serving, report);
  expect(few).toMatchObject({ kind: "same", summary: "1 of 3 answers differs" });
  const near = await compareWithServing({ inputs: [{}], tolerance: 5 }, candidate, serving, report);
  expect(near).toMatchObject({ kind: "same", summary: "0 of 1 answers differ" });
});

test("different answers stop, with a table of them", async () => {
  const message = await messageOf(compareWithServing({ inputs: [{ n: 1 }, "Ada", { n: 22 }] }, candidate, serving, report));
  expect(message).toBe(`COMPARISON_DIFFERENT: 2 of 3 answers of ${candidate.uri} differ from those of ${serving.uri}, and none may.

  INPUT     SERVING ANSWER  NEW ANSWER
  {"n":1}   $.digit = 8     $.digit = 3
  {"n":22}  $.digit = 8     $.digit = 3

Nothing was published, and the version before still serves. If the new answers are the better ones, raise \`compare.maxDifferentShare\` or \`compare.tolerance\`, or remove \`compare\` for this change; else correct the model. Then update again. [COMPARISON_DIFFERENT]`);
});

test("lessons 3.7: a serving version that fails stops, or is reported and passes when that was asked for", async () => {
  const inputs = [{ old: "fails" }, "Ada", { pixels: [] }];
  const message = await messageOf(compareWithServing({ inputs }, candidate, serving, report));
  expect(message).toContain(
    `COMPARISON_INCONCLUSIVE: ${candidate.uri} could not be compared with ${serving.uri}, which itself fails at 2 of 3`,
  );
  expect(message).toMatch(/\n {2}\{"old":"fails"\} {2}AlgorithmError: 'old' {6}\{"digit":3/);
  expect(message).toMatch(/\n {2}\{"pixels":\[\]\} {4}AlgorithmError: no pixels {2}AlgorithmError: no pixels\n/);

  const passed = await compareWithServing({ inputs, onInconclusive: "publish" }, candidate, serving, report);
  expect(passed.kind).toBe("inconclusive");
  expect(said.at(-1)).toBe(`0 of 3 answers differ; to 2 of them ${serving.uri} itself gives no answer, which counts as passed`);
});
