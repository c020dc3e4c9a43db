import type { Asked, Case } from "./case";

const file = "/v1/data/.my/contract/file.txt";
const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
/** A collection of the case's own, so that cases do not meet. */
const made = (name: string, acl?: string[]): Asked => ["POST", "/v1/data/.my", { body: { name, ...(acl && { acl: { read: acl } }) } }];
const put = (path: string, body = "x"): Asked => ["PUT", `/v1/data/.my/${path}`, { body }];

const addresses: Case[] = [
  ["/v1/connector/data/demo/contract/file.txt", "the newer family names hosted data as connector data"],
  ["/v1/data/demo/contract/file.txt", "the owner may be named"],
  ["/v1/data/.my%2Fcontract%2Ffile.txt", "a path may be encoded whole"],
  ["/v1/data/data://demo/contract/file.txt", "an address may be embedded with its scheme"],
  ["/v1/data//demo/contract/file.txt", "surplus slashes are dropped"],
  ["/v1/data/.my/contract/file.txt/", "a slash at the end is nothing"],
  ["/v1/data/data%3A%2F%2F.my%2Fcontract%2Ffile.txt", "a whole address may be encoded"],
].map(([path, what]): Case => ({ says: `reference 2.1: ${what}`, asked: ["GET", path!], answers: { status: 200, text: "content" } }));

const names: Case[] = [
  {
    says: "reference 2.1: spaces of a path that is encoded whole are plus signs",
    before: [put("contract/a%20b.txt", "spaced")],
    asked: ["GET", "/v1/data/.my%2Fcontract%2Fa+b.txt"],
    answers: { status: 200, text: "spaced" },
  },
  {
    says: "reference 2.1: another word is no connector",
    asked: ["GET", "/v1/connector/ftp/x"],
    answers: { status: 400, part: { error: { message: expect.stringContaining("'ftp' is not a data connector") } } },
  },
  ...["a".repeat(31), "1a", "with-dash", "with space", "", "a/b"].map(
    (name): Case => ({
      says: `reference 2.2: '${name}' is no name of a collection`,
      asked: ["POST", "/v1/data/.my", { body: { name } }],
      answers: { status: 400, part: { error: { message: expect.any(String) } } },
    }),
  ),
  {
    says: "reference 2.2: a collection's name has up to 30 letters, digits and _",
    asked: ["POST", "/v1/data/.my", { body: { name: `A${"_9".repeat(14)}x` } }],
    answers: { status: 200, json: { result: `data://.my/A${"_9".repeat(14)}x` } },
  },
  {
    says: "reference 2.2: there are no sub-folders",
    asked: put("contract/folder/file"),
    answers: { status: 400, part: { error: { message: expect.stringContaining("data://owner/collection/file") } } },
  },
  {
    says: "reference 2.2: the root lists the account",
    asked: ["GET", "/v1/data/"],
    answers: { status: 200, text: '{"folders":[{"name":"demo"}]}' },
  },
  {
    says: "reference 2.2: the account's folder lists its collections",
    asked: ["GET", "/v1/data/.my"],
    answers: { status: 200, part: { folders: expect.arrayContaining([{ name: "contract" }]) } },
  },
];

const operations: Case[] = [
  {
    says: "reference 2.3: an empty collection lists neither folders nor files",
    before: [made("empty")],
    asked: ["GET", "/v1/data/.my/empty"],
    answers: { status: 200, text: "{}", headers: { "x-data-type": "directory" } },
  },
  {
    says: "reference 2.3: a listing has names, moments with milliseconds, and whole sizes",
    before: [made("listed"), put("listed/one", "12345")],
    asked: ["GET", "/v1/data/.my/listed?acl=true"],
    answers: {
      status: 200,
      json: { files: [{ filename: "one", last_modified: moment, size: 5 }], acl: { read: ["algo://.my/*"] } },
      headers: { "x-data-type": "directory" },
    },
  },
  {
    says: "reference 2.3: a collection is created with the address that was asked for",
    asked: made("created"),
    answers: { status: 200, text: '{"result":"data://.my/created"}' },
  },
  {
    says: "reference 2.3: a collection is created by its bare name as text, to a path with a slash",
    asked: ["POST", "/v1/data/demo/", { body: "bare", headers: { "content-type": "text/plain" } }],
    answers: { status: 200, text: '{"result":"data://demo/bare"}' },
  },
  {
    says: "reference 2.3: setting an ACL answers an empty body",
    before: [made("acl")],
    asked: ["PATCH", "/v1/data/.my/acl", { body: { acl: { read: ["user://*"] } } }],
    answers: { status: 200, text: "", headers: { "content-type": expect.stringContaining("application/json") } },
  },
  {
    says: "reference 2.3: a collection with files is deleted by force only",
    before: [made("full"), put("full/a")],
    asked: ["DELETE", "/v1/data/.my/full"],
    answers: { status: 400, part: { error: { message: expect.stringContaining("not empty") } } },
  },
  {
    says: "reference 2.3: a forced delete counts the files",
    before: [made("counted"), put("counted/a"), put("counted/b")],
    asked: ["DELETE", "/v1/data/.my/counted?force=true"],
    answers: { status: 200, text: '{"result":{"deleted":2}}' },
  },
  {
    says: "reference 2.3: an empty collection counts as one, compactly",
    before: [made("none")],
    asked: ["DELETE", "/v1/data/.my/none?force=True"],
    answers: { status: 200, text: '{"result":{"deleted":1}}' },
  },
  {
    says: "reference 2.3: a file comes with its type, length and md5",
    asked: ["GET", file],
    answers: {
      status: 200,
      text: "content",
      headers: { "x-data-type": "file", "content-length": "7", etag: "9a0364b9e99bb480dd25e1f0284c8555", date: expect.any(String) },
    },
  },
  {
    says: "reference 2.3: HEAD of a file",
    asked: ["HEAD", file],
    answers: { status: 200, text: "", headers: { "x-data-type": "file", etag: "9a0364b9e99bb480dd25e1f0284c8555" } },
  },
  {
    says: "reference 2.3: HEAD of a folder",
    asked: ["HEAD", "/v1/data/.my/contract"],
    answers: { status: 200, text: "", headers: { "x-data-type": "directory" } },
  },
  {
    says: "reference 2.3: a file is put whatever its Content-Type says, and overwritten",
    before: [put("contract/over", "old")],
    asked: ["PUT", "/v1/data/.my/contract/over", { body: "no JSON", headers: { "content-type": "application/json" } }],
    answers: { status: 200, text: '{"result":"data://.my/contract/over"}' },
  },
  {
    says: "reference 2.3: a file needs its collection",
    asked: put("absent/file"),
    answers: { status: 404, part: { error: { message: expect.stringContaining("path not found") } } },
  },
  {
    says: "reference 2.3: a file is deleted, compactly",
    before: [put("contract/gone")],
    asked: ["DELETE", "/v1/data/.my/contract/gone"],
    answers: { status: 200, text: '{"result":{"deleted":1}}' },
  },
  {
    says: "reference 2.3: a file that is not there cannot be deleted",
    asked: ["DELETE", "/v1/data/.my/contract/never"],
    answers: { status: 404, part: { error: { message: expect.stringMatching(/^path not found/) } } },
  },
];

const access: Case[] = [
  {
    says: "reference 2.4: a new collection is for the owner's algorithms",
    before: [made("fresh")],
    asked: ["GET", "/v1/data/.my/fresh?acl=true"],
    answers: { status: 200, json: { acl: { read: ["algo://.my/*"] } } },
  },
  ...([["user://*"], ["algo://.my/*"], []] as string[][]).map(
    (read, index): Case => ({
      says: `reference 2.4: another account reads a collection for ${JSON.stringify(read)} or not`,
      before: [made(`read${index}`, read), put(`read${index}/f`)],
      asked: ["GET", `/v1/data/demo/read${index}/f`, { key: "other" }],
      answers: { status: read[0] === "user://*" ? 200 : 403 },
    }),
  ),
  {
    says: "reference 2.4: only the owner writes, also where everybody reads",
    before: [made("open", ["user://*"])],
    asked: ["PUT", "/v1/data/demo/open/f", { key: "other", body: "x" }],
    answers: { status: 403, part: { error: { code: 2001 } } },
  },
  ...[["user://other"], ["algo://x/*"], ["user://*", "algo://.my/*"], "user://*"].map(
    (read): Case => ({
      says: `reference 2.4: ${JSON.stringify(read)} is no list of readers`,
      asked: ["PATCH", "/v1/data/.my/contract", { body: { acl: { read } } }],
      answers: { status: 400, part: { error: { message: expect.stringContaining("acl.read") } } },
    }),
  ),
];

const errors: Case[] = [
  {
    says: "reference 2.5: HEAD of what is not there says so in a header",
    asked: ["HEAD", "/v1/data/.my/contract/never"],
    answers: { status: 404, text: "", headers: { "x-error-message": expect.stringContaining("path not found") } },
  },
  ...(["GET", "PUT", "DELETE", "PATCH"] as const).map(
    (method): Case => ({
      says: `reference 2.5: an error to ${method} has a JSON body that is not empty`,
      asked: [method, "/v1/data/.my/never/never", { body: "x" }],
      answers: {
        status: method === "PATCH" ? 400 : 404,
        part: { error: { message: expect.any(String) } },
        headers: { "content-type": expect.stringContaining("application/json") },
      },
    }),
  ),
  ...(
    [
      ["text/plain", "text/plain"],
      ["application/json", "application/json"],
      ["*/*", "application/octet-stream"],
      ["application/octet-stream", "application/octet-stream"],
    ] as const
  ).map(
    ([accept, type]): Case => ({
      says: `reference 2.5: a file comes as ${type} to who accepts ${accept}`,
      asked: ["GET", file, { headers: { accept } }],
      answers: { status: 200, text: "content", headers: { "content-type": expect.stringMatching(`^${type.replace("*", "\\*")}`) } },
    }),
  ),
  {
    says: "reference 2.6: an upload may come in chunks",
    before: [["PUT", "/v1/data/.my/contract/chunked", { body: "in chunks", headers: { "transfer-encoding": "chunked" } }]],
    asked: ["GET", "/v1/data/.my/contract/chunked"],
    answers: { status: 200, text: "in chunks" },
  },
  {
    says: "reference 2.6: an empty file may come in chunks",
    before: [["PUT", "/v1/data/.my/contract/nothing", { body: "", headers: { "transfer-encoding": "chunked" } }]],
    asked: ["HEAD", "/v1/data/.my/contract/nothing"],
    answers: { status: 200, headers: { "content-length": "0" } },
  },
];

/** Hosted data. */
export const dataCases: Case[] = [...addresses, ...names, ...operations, ...access, ...errors];
