import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { algorithm, type Files } from "../builds/workbench";
import { errorOf, resultOf, Serving } from "./serving";

const serving = new Serving();
const requirements = { "requirements.txt": "algorithmia==2.0.5\nalgorithmia-adk==1.2.4\n" };
const model = "seven";
let files: Server;
let environment: Record<string, string>;

/** One file, as the data API serves it; nothing else here needs a platform. */
beforeAll(async () => {
  files = createServer((request, response) => {
    const found = request.url === "/v1/data/demo/models/m.txt";
    if (!found) return response.writeHead(404, { "X-Error-Message": "not found" }).end();
    response.writeHead(200, { "X-Data-Type": "file" }).end(request.method === "HEAD" ? undefined : model);
  });
  await new Promise<void>((resolve) => files.listen(0, "127.0.0.1", resolve));
  environment = { ALGORITHMIA_API: `http://127.0.0.1:${(files.address() as AddressInfo).port}`, ALGORITHMIA_API_KEY: "simSession" };
});
afterAll(async () => {
  files.close();
  await serving.close();
});

const adk = (apply: string, more: Files = {}) =>
  algorithm(
    `import Algorithmia\nfrom adk import ADK\n${apply}\nalgorithm = ADK(apply, load, Algorithmia.client())\nalgorithm.init("sample")\n`,
    {
      ".adk": "",
      ...requirements,
      ...more,
    },
  );

const withModel = adk(`
def load(model_data):
    return open(model_data.get_model("m")).read()
def apply(input, loaded):
    return {"model": loaded, "input": input}
`);

const manifest = (uri: string) => ({
  required_files: [{ name: "m", source_uri: uri, fail_on_tamper: false }],
  optional_files: [],
});

test("an ADK algorithm loads the file of its manifest once and answers with it", async () => {
  const call = await serving.serve({ ...withModel, "model_manifest.json": JSON.stringify(manifest("data://demo/models/m.txt")) });
  expect(resultOf(await call("a", { environment }))).toEqual({ model: "seven", input: "a" });
  expect(resultOf(await call({ b: 1 }, { environment }))).toEqual({ model: "seven", input: { b: 1 } });
});

test("an ADK algorithm takes a frozen manifest, and refuses to start with one that was changed", async () => {
  const md5 = (text: string) => createHash("md5").update(text).digest("hex");
  // What Python prints of this dict; see reference/algorithmia-api.md §8.2.
  const printed = (sum: string) =>
    `{'required_files': [{'name': 'm', 'source_uri': 'data://demo/models/m.txt', 'fail_on_tamper': True, 'md5_checksum': '${sum}'}], 'optional_files': [], 'timestamp': '1'}`;
  const frozen = (sum: string, lock: string) =>
    JSON.stringify({
      required_files: [{ name: "m", source_uri: "data://demo/models/m.txt", fail_on_tamper: true, md5_checksum: sum }],
      optional_files: [],
      timestamp: "1",
      lock_checksum: lock,
    });
  const serve = (sum: string, lock: string) => serving.serve({ ...withModel, "model_manifest.json.freeze": frozen(sum, lock) });

  const right = await serve(md5(model), md5(printed(md5(model))));
  expect(resultOf(await right("a", { environment }))).toEqual({ model: "seven", input: "a" });

  const tampered = await serve(md5(model), md5("another"));
  expect(errorOf(await tampered("a", { environment }))).toMatchObject({ message: expect.stringContaining("Tamper Detected") });

  const mismatch = await serve(md5("eight"), md5(printed(md5("eight"))));
  const error = errorOf(await mismatch("a", { environment }));
  expect(error).toMatchObject({ message: expect.stringContaining("Model File Mismatch for m"), error_type: "LoadingError" });
});

test("an ADK algorithm whose model is missing answers a LoadingError, and the next call tries again", async () => {
  const call = await serving.serve({ ...withModel, "model_manifest.json": JSON.stringify(manifest("data://demo/models/other.txt")) });
  const error = errorOf(await call("a", { environment }));
  expect(error).toMatchObject({ message: expect.stringContaining("unable to get file"), error_type: "LoadingError" });
  expect(error.stacktrace).toMatch(/^Traceback[\s\S]*in initialize/);
  expect(errorOf(await call("a", { environment })).error_type).toBe("LoadingError");
});

test("an exception in an ADK algorithm is an error answer, and the instance goes on", async () => {
  const call = await serving.serve(
    adk(`
import os
load = None
def apply(input):
    print("applying", input)
    return 1 / 0 if input == "raise" else float("nan") if input == "nan" else input if input == b"x" else os.getpid()
`),
  );
  const pid = resultOf(await call("pid"));
  const answer = await call("raise");
  expect(errorOf(answer)).toMatchObject({ message: "division by zero", error_type: "AlgorithmError" });
  expect(answer.stdout).toBe("applying raise\n");
  expect(errorOf(await call("nan")).message).toContain("cannot be sent as JSON");
  expect(resultOf(await call(Buffer.from("x")))).toBe("eA==");
  expect(resultOf(await call("pid"))).toBe(pid);
});

test("an algorithm with Algorithmia.handler is served, also with binary input", async () => {
  const call = await serving.serve(
    algorithm(
      `
import Algorithmia
def load():
    return "loaded"
def apply(input, state):
    return input if isinstance(input, bytes) else [state, input]
Algorithmia.handler(apply, load).serve()
`,
      requirements,
    ),
  );
  expect(resultOf(await call("a"))).toEqual(["loaded", "a"]);
  expect(await call(Buffer.from("x"))).toMatchObject({ contentType: "binary", result: "eA==" });
});
