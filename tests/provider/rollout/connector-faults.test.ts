import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { AlgorithmiaError } from "../../../provider/errors";
import { classicFiles, Hand } from "../../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";
import { rollOut } from "../../support/roll";
import { connectS3 } from "../../support/storage/connected";
import { describeWith } from "../../support/storage/installed";
import { type S3Server, startS3 } from "../../support/storage/s3";
import { startUnruly, type Trouble, type Unruly } from "../../support/storage/unruly";
import { startTap, type Tap } from "../../support/tap";

const xml = (code: string) => `<?xml version="1.0"?><Error><Code>${code}</Code><Message>Said by the store.</Message></Error>`;
const slowDown = { status: 503, body: xml("SlowDown") };
const nameOf = (text: string) => `model-${createHash("sha256").update(text).digest("hex").slice(0, 12)}.txt`;

describeWith("versitygw", "a rollout to S3 that goes wrong", (file) => {
  let platform: RunningPlatform;
  let server: S3Server;
  let proxy: Unruly;
  let tap: Tap;
  let hand: Hand;
  let count = 0;

  const roll = (text: string, store: string) => {
    const through = new Hand({ ...platform, url: tap.url }, hand.name);
    return rollOut(through, text, { file: { store, uri: `${store}/${nameOf(text)}` } });
  };
  const failure = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => "no failure",
      (error: unknown) => error,
    );
  /** Uploads that the platform took. */
  const puts = () => tap.writes().filter((write) => write.startsWith("PUT ") && write.endsWith(" 200"));

  beforeAll(async () => {
    [platform, server] = await Promise.all([startPlatformProcess(), startS3(file)]);
    proxy = await startUnruly(server.port);
    tap = await startTap(platform.url);
    await connectS3(platform, "lab", { ...server, endpoint: proxy.url });
    await connectS3(platform, "direct", server);
    hand = new Hand(platform, "faulty");
    await hand.create();
    await hand.api("PUT", "/v1/connector/s3+lab/models/prod/model.txt", "the first");
    await hand.push(classicFiles(hand.name, "s3+lab://models/prod/model.txt"));
    await hand.publish();
  });
  beforeEach(() => {
    tap.seen.length = 0;
    count += 1;
  });
  afterEach(() => {
    proxy.clear();
    tap.onAnswered = undefined;
  });
  afterAll(async () => {
    await tap?.close();
    await platform?.stop();
    await proxy?.stop();
    await server?.stop();
  });

  /** A rollout fails with a code and names the connector; nothing new serves; once the fault is mended the next one completes. */
  async function failsThenCompletes(store: string, code: string, words: RegExp, mend: () => unknown): Promise<void> {
    const text = `model ${count}`;
    const before = await hand.versions();
    const fault = await failure(roll(text, store));
    expect(fault).toBeInstanceOf(AlgorithmiaError);
    expect(fault).toMatchObject({ code, message: expect.stringMatching(words) });
    expect((fault as Error).message).toMatch(new RegExp(`^\\[\\d/\\d \\w+\\] .*${store.split("://")[0]!.replace("+", "\\+")}`));
    expect((fault as Error).message).not.toContain(server.secretAccessKey);
    expect(await hand.versions()).toEqual(before);
    await mend();
    const served = await roll(text, "s3+lab://models/prod");
    expect(await hand.call(served.version)).toMatchObject({ model: text });
    expect(puts()).toEqual([`PUT /v1/connector/s3+lab/models/prod/${nameOf(text)} 200`]);
  }

  test("wrong credentials: the connector and what to do are named; with new ones the next run completes", async () => {
    const change = (secret: string) =>
      hand.api("PUT", `/v1/users/${platform.owner}/connectors/s3+lab`, {
        cred_type: "iam",
        cred_data: { access_key_id: server.accessKeyId, secret_access_key: secret },
      });
    await change("an entirely wrong secret");
    await failsThenCompletes("s3+lab://models/prod", "STORE_CREDENTIALS_REFUSED", /SignatureDoesNotMatch.*DataConnector/, () =>
      change(server.secretAccessKey),
    );
  });

  test("a bucket that is missing", () => failsThenCompletes("s3+lab://nothing/prod", "STORE_BUCKET_NOT_FOUND", /NoSuchBucket/, () => {}));

  test("a connector that only reads", async () => {
    const change = (writeable: boolean) => hand.api("PUT", `/v1/users/${platform.owner}/connectors/s3+lab`, { writeable });
    await change(false);
    await failsThenCompletes("s3+lab://models/prod", "STORE_CONNECTOR_FORBIDS", /only reads/, () => change(true));
  });

  test("a prefix that the store's user may not touch", async () => {
    proxy.add({ path: "/models/prod/", answer: { status: 403, body: xml("AccessDenied") } });
    await failsThenCompletes("s3+lab://models/prod", "STORE_ACCESS_DENIED", /AccessDenied/, proxy.clear);
  });

  test("a store that is down", async () => {
    const change = (endpoint: string) => hand.api("PUT", `/v1/users/${platform.owner}/connectors/s3+lab`, { settings: { endpoint } });
    await change("http://127.0.0.1:1");
    await failsThenCompletes("s3+lab://models/prod", "STORE_UNREACHABLE", /ECONNREFUSED/, () => change(proxy.url));
  });

  test("a store that throttles all the time", async () => {
    proxy.add({ answer: slowDown });
    await failsThenCompletes("s3+lab://models/prod", "STORE_BUSY", /SlowDown/, proxy.clear);
  });

  test("a store that throttles for a while is waited for", async () => {
    proxy.add({ method: "PUT", answer: slowDown, times: 4 });
    const served = await roll(`model ${count}`, "s3+lab://models/prod");
    expect(await hand.call(served.version)).toMatchObject({ model: `model ${count}` });
    expect(puts()).toHaveLength(1);
  });

  test("a file that somebody overwrites while it is rolled out fails the run, and the next one heals it", async () => {
    tap.onAnswered = async ({ method, path }) => {
      if (method === "PUT") await hand.api("PUT", path.replace("s3+lab", "s3+direct"), "other bytes");
    };
    const text = `model ${count}`;
    const before = await hand.versions();
    expect(await failure(roll(text, "s3+lab://models/prod"))).toMatchObject({
      code: "UPLOAD_NOT_VERIFIED",
      message: expect.stringContaining("md5"),
    });
    expect(await hand.versions()).toEqual(before);
    tap.onAnswered = undefined;
    expect(await hand.call((await roll(text, "s3+lab://models/prod")).version)).toMatchObject({ model: text });
  });

  test("a store that knows no conditions is written to without", async () => {
    proxy.add({ method: "PUT", answer: { status: 501, body: xml("NotImplemented") }, times: 1 });
    const served = await roll(`model ${count}`, "s3+lab://models/prod");
    expect(await hand.call(served.version)).toMatchObject({ model: `model ${count}` });
    expect(puts()).toHaveLength(1);
  });

  const strikes: [string, Omit<Trouble, "times">][] = [
    ["is cut", { cutAnswerAfterBytes: 0 }],
    ["is answered 500", { answer: { status: 500, body: xml("InternalError") } }],
    ["is denied", { answer: { status: 403, body: xml("AccessDenied") } }],
  ];
  test.each(strikes)(
    "each request to the store in turn %s: a run ends with a code or well, and the next one with exactly one new version",
    async (title, trouble) => {
      for (let n = 0; ; n += 1) {
        const text = `model ${count} struck ${title} at ${n}`;
        const before = await hand.versions();
        proxy.clear();
        const from = proxy.seen.length;
        proxy.strike(n, trouble);
        const fault = await failure(roll(text, "s3+lab://models/prod"));
        const isOver = proxy.seen.length - from <= n;
        proxy.clear();
        if (fault !== "no failure") expect([n, fault]).toEqual([n, expect.any(AlgorithmiaError)]);
        const served = await roll(text, "s3+lab://models/prod");
        expect([n, (await hand.versions()).length]).toEqual([n, before.length + 1]);
        expect(await hand.call(served.version)).toMatchObject({ model: text });
        if (isOver) break;
      }
    },
  );

  test("a stored object of another hash is refused, and one in the right place is served where it lies", async () => {
    const uri = "s3+lab://models/prod/model-v7.txt";
    await hand.api("PUT", "/v1/connector/s3+direct/models/prod/model-v7.txt", "stored by hand");
    const sha256 = createHash("sha256").update("stored by hand").digest("hex");
    const stored = (hash: string) =>
      rollOut(hand, "not these", {
        file: { bytes: { kind: "stored", verify: "content" }, uri, store: "s3+lab://models/prod", sha256: hash },
      });
    expect(await failure(stored("0".repeat(64)))).toMatchObject({ code: "STORED_MODEL_DIFFERS", message: expect.stringContaining(sha256) });
    const served = await stored(sha256);
    expect(served.files).toMatchObject([{ uri, sizeBytes: 14 }]);
    expect(await hand.call(served.version)).toMatchObject({ model: "stored by hand" });
    rmSync(join(server.folder, "models", "prod", "model-v7.txt"));
    expect(await failure(stored(sha256))).toMatchObject({ code: "MODEL_NOT_IN_STORE" });
  });
});
