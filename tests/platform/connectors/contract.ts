import { createHash, randomBytes } from "node:crypto";
import { request as httpRequest } from "node:http";
import type { Platform as Started } from "../../../platform/index";
import { eventually, type Reply, send } from "../api/support";

type Platform = Pick<Started, "url" | "apiKey">;

/** One kind of storage under the suite. */
export interface Subject {
  platform: Platform;
  /** Address of an existing folder that is empty, with its scheme, e.g. `s3+lab://models` or `dropbox+lab://`. */
  root: string;
  /** What lies below the root at this moment, by what the store itself says. */
  stored(): Promise<string[]>;
}

/** What a kind of storage can do beyond the common part. */
export interface Traits {
  /** Folders within folders. */
  subFolders: boolean;
  /** ETag is the md5 of an object that was sent at once. */
  md5: boolean;
  /** What becomes of a sha256 that an upload announces: the bytes are checked against it, and it is kept with the file. */
  sha256: "nothing" | "checked" | "recorded";
}

/** The suite that hosted data and every connector pass: what a client may rely on wherever its model lies. */
export function describeStorage(subject: () => Subject, { subFolders, md5, sha256 }: Traits): void {
  const below = (path: string) => subject().root.replace(/([^/])$/, "$1/") + path;
  const at = (name: string) => `/v1/data/${below(encodeURIComponent(name))}`;
  const ask = (method: string, path: string, given?: { body?: unknown; headers?: Record<string, string> }) =>
    send(subject().platform, method, path, given);
  const put = async (name: string, body: Buffer | string, headers: Record<string, string> = {}): Promise<Reply> => {
    const reply = await ask("PUT", at(name), { body, headers });
    expect([reply.status, reply.text]).toEqual([200, JSON.stringify({ result: below(name) })]);
    return reply;
  };
  const viaConnector = (name: string) => {
    const [scheme, rest] = subject().root.split("://") as [string, string];
    return `/v1/connector/${scheme}/${rest === "" ? "" : `${rest}/`}${encodeURIComponent(name)}`;
  };
  afterEach(async () => {
    for (const name of await subject().stored())
      await ask("DELETE", `/v1/data/${subject().root}/${name.split("/").map(encodeURIComponent).join("/")}`);
  });

  test("bytes come back exactly, through both families of addresses, with their size", async () => {
    const bytes = randomBytes(3_000_000);
    await put("model.bin", bytes);
    for (const path of [at("model.bin"), viaConnector("model.bin")]) {
      const got = await ask("GET", path);
      expect([got.status, got.bytes.equals(bytes)]).toEqual([200, true]);
      expect(got.headers).toMatchObject({ "content-length": "3000000", "x-data-type": "file", "accept-ranges": "bytes" });
      const head = await ask("HEAD", path);
      expect([head.status, head.headers["content-length"], head.headers.etag]).toEqual([200, "3000000", got.headers.etag]);
      if (md5) expect(got.headers.etag).toBe(createHash("md5").update(bytes).digest("hex"));
    }
  });

  test("a file is replaced by another, and an empty file is a file", async () => {
    await put("model.bin", "old");
    const old = (await ask("HEAD", at("model.bin"))).headers.etag;
    await put("model.bin", "newer");
    expect((await ask("GET", at("model.bin"))).text).toBe("newer");
    expect((await ask("HEAD", at("model.bin"))).headers.etag).not.toBe(old);
    await put("empty", "");
    const got = await ask("GET", at("empty"));
    expect([got.status, got.text, got.headers["content-length"]]).toEqual([200, "", "0"]);
  });

  test.each(["with space", "per%cent", "é中😀", "a+b", "it's (1) ~ok!", "semi;colon=1,2", "ha#sh&and?what"])(
    "a file named %s is kept under exactly that name",
    async (name) => {
      await put(name, name);
      expect((await ask("GET", at(name))).text).toBe(name);
      expect((await ask("GET", `/v1/data/${subject().root}`)).json.files.map((file: { filename: string }) => file.filename)).toEqual([
        name,
      ]);
      expect((await ask("DELETE", at(name))).status).toBe(200);
    },
  );

  test("what is not there is 404 in words that clients know, and deleting it too", async () => {
    for (const method of ["GET", "DELETE"]) {
      const reply = await ask(method, at("absent"));
      expect([reply.status, reply.json.error.message]).toEqual([404, `path not found: ${below("absent")}`]);
    }
    const head = await ask("HEAD", at("absent"));
    expect([head.status, head.headers["x-error-message"]]).toEqual([404, `path not found: ${below("absent")}`]);
  });

  test("a deleted file is gone", async () => {
    await put("gone", "x");
    expect((await ask("DELETE", at("gone"))).text).toBe('{"result":{"deleted":1}}');
    expect((await ask("GET", at("gone"))).status).toBe(404);
    expect(await subject().stored()).toEqual([]);
  });

  test("one range is answered alone, one beyond the end is refused with the size", async () => {
    await put("ranged", "0123456789");
    const ask1 = (range: string) => ask("GET", at("ranged"), { headers: { range } });
    for (const [range, text, told] of [
      ["bytes=2-4", "234", "bytes 2-4/10"],
      ["bytes=7-", "789", "bytes 7-9/10"],
      ["bytes=-3", "789", "bytes 7-9/10"],
      ["bytes=0-99", "0123456789", "bytes 0-9/10"],
    ] as const) {
      const part = await ask1(range);
      expect([part.status, part.text, part.headers["content-range"], part.headers["content-length"]]).toEqual([
        206,
        text,
        told,
        String(text.length),
      ]);
    }
    const beyond = await ask1("bytes=10-");
    expect([beyond.status, beyond.headers["content-range"]]).toEqual([416, "bytes */10"]);
  });

  test("reads and writes honour conditions on the ETag", async () => {
    await put("held", "first");
    const { etag = "" } = (await ask("HEAD", at("held"))).headers;
    expect(etag).not.toBe("");
    expect((await ask("GET", at("held"), { headers: { "if-none-match": etag } })).status).toBe(304);
    expect((await ask("GET", at("held"), { headers: { "if-match": "other" } })).status).toBe(412);
    expect((await ask("PUT", at("held"), { body: "x", headers: { "if-none-match": "*" } })).status).toBe(412);
    expect((await ask("PUT", at("held"), { body: "x", headers: { "if-match": "other" } })).status).toBe(412);
    expect((await ask("DELETE", at("held"), { headers: { "if-match": "other" } })).status).toBe(412);
    expect((await ask("GET", at("held"))).text).toBe("first");
    expect((await ask("PUT", at("held"), { body: "second", headers: { "if-match": etag } })).status).toBe(200);
    expect((await ask("PUT", at("fresh"), { body: "x", headers: { "if-none-match": "*" } })).status).toBe(200);
    expect((await ask("GET", at("held"), { headers: { range: "bytes=0-1", "if-range": etag } })).text).toBe("second");
  });

  test("a listing names files with their sizes and times, and is a directory to HEAD", async () => {
    await put("a.bin", "abc");
    await put("b.bin", "");
    const listing = await ask("GET", `/v1/data/${subject().root}`);
    expect(listing.headers["x-data-type"]).toBe("directory");
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(listing.json).toEqual({
      files: [
        { filename: "a.bin", size: 3, last_modified: time },
        { filename: "b.bin", size: 0, last_modified: time },
      ],
    });
    const head = await ask("HEAD", `/v1/data/${subject().root}`);
    expect([head.status, head.headers["x-data-type"]]).toEqual([200, "directory"]);
  });

  test("a marker that was not given out is refused", async () => {
    await put("a.bin", "abc");
    expect((await ask("GET", `/v1/data/${subject().root}?marker=%21`)).json.error.code).toBe(5002);
  });

  test("bytes of unknown length are kept whole", async () => {
    const bytes = randomBytes(400_000);
    expect(await sendChunked(subject().platform, at("chunked"), bytes)).toBe(200);
    expect((await ask("GET", at("chunked"))).bytes.equals(bytes)).toBe(true);
  });

  test.each([
    ["with a length", true],
    ["without a length", false],
  ] as const)("an upload %s that is cut leaves nothing, and the file of before stays", async (_how, announced) => {
    await put("cut", "before");
    await cutUpload(subject().platform, at("cut"), randomBytes(4_000_000), announced);
    await cutUpload(subject().platform, at("never"), randomBytes(4_000_000), announced);
    // The platform has seen the end of both once it has answered them to its own log.
    await eventually(async () => (await subject().stored()).join() === "cut");
    expect((await ask("GET", at("cut"))).text).toBe("before");
    expect((await ask("GET", at("never"))).status).toBe(404);
  });

  if (sha256 !== "nothing") {
    test("bytes that are not as their announced sha256 leave nothing; those that are may carry it", async () => {
      const digest = (text: string) => createHash("sha256").update(text).digest("hex");
      const refused = await ask("PUT", at("sum"), { body: "these", headers: { "x-checksum-sha256": digest("others") } });
      expect([refused.status, refused.json.error.message]).toEqual([400, expect.stringContaining(digest("these"))]);
      expect((await ask("GET", at("sum"))).status).toBe(404);
      await put("sum", "these", { "x-checksum-sha256": digest("these") });
      expect((await ask("HEAD", at("sum"))).headers["x-checksum-sha256"]).toBe(sha256 === "recorded" ? digest("these") : undefined);
    });
  }

  if (subFolders) {
    test("folders within folders are there as long as a file is in them", async () => {
      const deep = `/v1/data/${below("a/b/model.bin")}`;
      expect((await ask("PUT", deep, { body: "deep" })).status).toBe(200);
      await put("top.bin", "top");
      expect((await ask("GET", `/v1/data/${subject().root}`)).json).toMatchObject({
        folders: [{ name: "a" }],
        files: [{ filename: "top.bin" }],
      });
      expect((await ask("GET", `/v1/data/${below("a/")}`)).json).toEqual({ folders: [{ name: "b" }] });
      expect((await ask("HEAD", `/v1/data/${below("a/b")}`)).headers["x-data-type"]).toBe("directory");
      expect((await ask("GET", deep)).text).toBe("deep");
      expect((await ask("GET", `/v1/data/${below("nothing/")}`)).status).toBe(404);
      expect((await ask("DELETE", `/v1/data/${below("a?force=true")}`)).status).toBe(404);
      expect((await ask("DELETE", deep)).status).toBe(200);
    });
  }
}

function sendChunked(platform: Platform, path: string, bytes: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = open(platform, path, {}).on("error", reject);
    request.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    for (let start = 0; start < bytes.length; start += 50_000) request.write(bytes.subarray(start, start + 50_000));
    request.end();
  });
}

/** Sends half of the bytes and breaks the connection once they are on their way. */
function cutUpload(platform: Platform, path: string, bytes: Buffer, announced: boolean): Promise<void> {
  return new Promise((resolve) => {
    const request = open(platform, path, announced ? { "content-length": String(bytes.length) } : {});
    request.on("error", () => {});
    request.on("close", () => resolve());
    request.write(bytes.subarray(0, bytes.length / 2), () => request.destroy());
  });
}

function open({ url, apiKey }: Platform, path: string, headers: Record<string, string>) {
  const { hostname, port } = new URL(url);
  return httpRequest({
    host: hostname,
    port,
    method: "PUT",
    path,
    agent: false,
    headers: { authorization: `Simple ${apiKey}`, ...headers },
  });
}
