import type { Case } from "./case";

const json = { "content-type": "application/json" };
const text = { "content-type": "text/plain" };
const found = { status: 200, part: { result: 1 } };
const absent = (name: string) => ({ status: 404, json: { error: { message: `algorithm algo://${name} not found` } } });
const call = (
  path: string,
  body: string | Buffer = "1",
  headers: Record<string, string> = json,
  key: "owner" | "other" = "owner",
): Case["asked"] => ["POST", `/v1/algo/${path}`, { body, headers, key }];
const duration = expect.any(Number);

const addresses: Case[] = [
  ...[
    "demo/Echo",
    "demo/Echo/",
    "DEMO/echo",
    "algo://demo/Echo/0.1.1?timeout=10&stdout=true",
    "{id}",
    "{id}/0.1.0",
    "demo/Echo/{commit}/?timeout=300&stdout=false",
  ].map((path): Case => ({ says: `reference 3.1: ${path} is called`, asked: call(path), answers: found })),
  { says: "reference 3.1: an algorithm that is not there", asked: call("demo/Absent"), answers: absent("demo/Absent") },
];

/** Public are 0.1.0, 0.1.1 and 1.0.0, private 1.1.0 and 2.0.0; see `scene.ts`. */
const selectors: [selector: string, byOwner: boolean, byOthers: boolean][] = [
  ["latest", true, true],
  ["latestPrivate", true, false],
  ["0.1.0", true, true],
  ["2.0.0", true, false],
  ["0.1", true, true],
  ["0.1.*", true, true],
  ["0.1.x", true, true],
  ["0", true, true],
  ["1.*", true, true],
  ["1.1", false, false],
  ["2", false, false],
  ["9.9.9", false, false],
  ["{commit}", true, false],
  ["{unpublished}", true, false],
  ["{template}", false, false],
];

const inputs: Case[] = [
  {
    says: "reference 3.3: JSON",
    asked: call("demo/Echo", '{"a":[1,null]}'),
    answers: { status: 200, part: { result: { a: [1, null] }, metadata: { content_type: "json" } } },
  },
  ...["text/plain", "text/plain; charset=UTF-8", "application/text"].map(
    (type): Case => ({
      says: `reference 3.3: text as ${type}`,
      asked: call("demo/Echo", "häl", { "content-type": type }),
      answers: { status: 200, part: { result: "häl", metadata: { content_type: "text" } } },
    }),
  ),
  {
    says: "reference 3.3: bytes come back as base64",
    asked: call("demo/Echo", Buffer.from([0, 255]), { "content-type": "application/octet-stream" }),
    answers: { status: 200, part: { result: "AP8=", metadata: { content_type: "binary" } } },
  },
  {
    says: "reference 3.3: bytes may be sent as base64",
    asked: call("demo/Echo", "AP8=", { "content-type": "application/octet-stream", "content-encoding": "base64" }),
    answers: { status: 200, part: { result: "AP8=" } },
  },
  {
    says: "reference 3.3: no type",
    asked: call("demo/Echo", "x", {}),
    answers: { status: 400, json: { error: { message: "missing Content-Type" } } },
  },
  {
    says: "reference 3.3: another type",
    asked: call("demo/Echo", "x", { "content-type": "image/png" }),
    answers: { status: 415, json: { error: { message: "unsupported Content-Type 'image/png'" } } },
  },
];

const query: Case[] = [
  {
    says: "reference 3.4: a call that takes longer than its timeout fails as the algorithm's, and says so",
    asked: call("demo/Echo?timeout=1", "sleep", text),
    answers: {
      status: 200,
      json: {
        error: expect.objectContaining({ message: expect.stringMatching(/time/i), error_type: "TimeoutError" }),
        metadata: { duration },
      },
    },
  },
  ...["0", "3001", "x"].map(
    (timeout): Case => ({
      says: `reference 3.4: ${timeout} is no timeout`,
      asked: call(`demo/Echo?timeout=${timeout}`),
      answers: { status: 400, part: { error: { message: expect.stringContaining("timeout") } } },
    }),
  ),
  {
    says: "reference 3.4: what was printed is told to the owner who asks, with a capital too",
    asked: call("demo/Echo?timeout=10&stdout=True", "print", text),
    answers: { status: 200, json: { result: "print", metadata: { content_type: "text", duration, stdout: "printed\n" } } },
  },
  {
    says: "reference 3.4: what was printed is not told to others",
    asked: call("demo/Echo?stdout=true", "print", text, "other"),
    answers: { status: 200, json: { result: "print", metadata: { content_type: "text", duration } } },
  },
  { says: "reference 3.4: raw output", asked: call("demo/Echo?output=raw", "bare", text), answers: { status: 200, text: "bare" } },
  { says: "reference 3.4: default output", asked: call("demo/Echo?output=default"), answers: found },
  { says: "reference 3.4: other parameters are passed over", asked: call("demo/Echo?anything=1"), answers: found },
];

const answers: Case[] = [
  {
    says: "reference 3.5: a result has its type and duration, no more",
    asked: call("demo/Echo"),
    answers: { status: 200, json: { result: 1, metadata: { content_type: "json", duration } } },
  },
  { says: "reference 3.5: nothing is null", asked: call("demo/Echo", "nothing", text), answers: { status: 200, part: { result: null } } },
  {
    says: "reference 3.5: void output names its request, the keys in this order",
    asked: call("demo/Echo?output=void"),
    answers: { status: 200, text: /^\{"async":"void","request_id":"req-[0-9a-f-]{36}"\}$/ },
  },
  {
    says: "reference 3.5: what the algorithm raises is a 200 with message, stack trace and type",
    asked: call("demo/Echo", "raise", text),
    answers: {
      status: 200,
      json: {
        error: { message: "raised on request", stacktrace: expect.stringContaining("ValueError"), error_type: "AlgorithmError" },
        metadata: { duration },
      },
    },
  },
  {
    says: "reference 3.5: an exception may name its own type",
    asked: call("demo/Echo", "refuse", text),
    answers: { status: 200, part: { error: { error_type: "InputError" } } },
  },
  {
    says: "reference 3.5: what it raises is a 400 as raw output",
    asked: call("demo/Echo?output=raw", "raise", text),
    answers: { status: 400, part: { error: { message: "raised on request" } } },
  },
  {
    says: "reference 4.1: the working directory is the repository's root",
    asked: call("demo/Echo", "files", text),
    answers: { status: 200, part: { result: expect.arrayContaining(["algorithmia.conf", "requirements.txt", "src"]) } },
  },
  {
    says: "reference 4.1: the module is src and the algorithm's name",
    asked: call("demo/Echo", "module", text),
    answers: { status: 200, part: { result: "src.Echo" } },
  },
  {
    says: "reference 4.2: a process that ends is an error of the algorithm",
    asked: call("demo/Echo", "exit", text),
    answers: { status: 200, part: { error: { message: expect.any(String) } } },
  },
  {
    says: "reference 3.5: a call without a key is a 200 that says so",
    asked: ["POST", "/v1/algo/demo/Echo", { key: null, body: "1", headers: json }],
    answers: { status: 200, json: { error: { message: "authorization required" } } },
  },
  {
    says: "reference 3.5: a wrong key is 401",
    asked: ["POST", "/v1/algo/demo/Echo", { key: "wrong", body: "1", headers: json }],
    answers: { status: 401 },
  },
];

/** Calls of algorithms. */
export const callCases: Case[] = [
  ...addresses,
  ...selectors.flatMap(([selector, byOwner, byOthers]): Case[] => [
    { says: `reference 3.2: ${selector} for its owner`, asked: call(`demo/Echo/${selector}`), answers: byOwner ? found : { status: 404 } },
    {
      says: `reference 3.2: ${selector} for others`,
      asked: call(`demo/Echo/${selector}`, "1", json, "other"),
      answers: byOthers ? found : { status: 404 },
    },
  ]),
  ...inputs,
  ...query,
  ...answers,
];
