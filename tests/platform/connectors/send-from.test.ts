import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer as createTlsServer, request as tlsRequest } from "node:https";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { buffer, json } from "node:stream/consumers";
import Fastify, { type FastifyInstance } from "fastify";
import { storeAgents, straight } from "../../../platform/connectors/connections";
import { sendFrom } from "../../../platform/connectors/send-from";
import type { StoreFault } from "../../../platform/connectors/store";
import { makeAuthority, makeServer } from "../../../platform/tls/certificates";
import { eventually } from "../api/support";

const mebibyte = 1024 * 1024;
const agents = storeAgents({ keepAlive: true, maxSockets: 2 });

/** What the store does with the next requests, and how large it says that its object is. */
let serve: (answer: ServerResponse) => void;
let sizeBytes: number;
/** What the platform has told its client, where that is not what the store says. */
let announcedBytes: number | undefined;

const store = (answer: ServerResponse) => {
  answer.on("error", () => {});
  answer.writeHead(200, { "content-length": sizeBytes }).flushHeaders();
  serve(answer);
};
const plain = createServer((_request, answer) => store(answer));
const secret = createTlsServer((_request, answer) => store(answer));
let ca: string;

const ways: Record<string, () => ReturnType<typeof request>> = {
  "a connection of Node's": () => request({ port: portOf(plain), host: "127.0.0.1" }),
  "a connection of the platform's": () => request({ port: portOf(plain), host: "127.0.0.1", agent: agents.httpAgent }),
  "a TLS connection of the platform's": () => tlsRequest({ port: portOf(secret), host: "127.0.0.1", agent: agents.httpsAgent, ca }),
};

beforeAll(async () => {
  const authority = await makeAuthority();
  ca = authority.cert;
  secret.setSecureContext(await makeServer(authority, ["127.0.0.1"]));
  for (const server of [plain, secret]) await once(server.listen(0, "127.0.0.1"), "listening");
});
beforeEach(() => {
  announcedBytes = undefined;
});
afterAll(() => {
  agents.httpAgent.destroy();
  agents.httpsAgent.destroy();
  for (const server of [plain, secret]) server.close().closeAllConnections();
});

describe.each(Object.keys(ways))("an object that comes by %s", (way) => {
  let platform: FastifyInstance;
  const client = new Agent({ keepAlive: true, maxSockets: 1 });
  beforeAll(async () => {
    platform = Fastify({ forceCloseConnections: true });
    platform.setErrorHandler((error: StoreFault, _request, reply) =>
      reply.removeHeader("content-length").code(502).send({ kind: error.kind, message: error.message }),
    );
    platform.get("/", async (_request, reply) => {
      const [answer] = (await once(ways[way]!().end(), "response")) as [IncomingMessage];
      return sendFrom(reply.header("content-length", announcedBytes ?? sizeBytes), answer);
    });
    await platform.listen({ port: 0, host: "127.0.0.1" });
  });
  afterAll(async () => {
    client.destroy();
    await platform.close();
  });

  async function get(): Promise<IncomingMessage> {
    const [answer] = await once(request({ port: portOf(platform.server), host: "127.0.0.1", agent: client }).end(), "response");
    return answer as IncomingMessage;
  }

  test.each([0, 5, 512 * 1024, mebibyte, 9 * mebibyte + 17])("is passed on byte by byte when it has %i, twice", async (size) => {
    const bytes = randomBytes(size);
    sizeBytes = size;
    serve = (answer) => answer.end(bytes);
    // The second one comes by the same connection of the client.
    for (let times = 0; times < 2; times++) {
      const got = await get();
      expect([got.statusCode, (await buffer(got)).equals(bytes)]).toEqual([200, true]);
    }
  });

  test("begins for its reader before the store has sent it all", async () => {
    const bytes = randomBytes(3 * mebibyte);
    sizeBytes = bytes.length;
    let finish = () => {};
    serve = (answer) => {
      answer.write(bytes.subarray(0, 10));
      finish = () => answer.end(bytes.subarray(10));
    };
    const got = await get();
    const [first] = (await once(got, "data")) as [Buffer];
    got.pause();
    expect(first.equals(bytes.subarray(0, 10))).toBe(true);
    finish();
    expect((await buffer(got)).equals(bytes.subarray(10))).toBe(true);
  });

  test("waits in the store while its reader does not read, and comes whole when it does", async () => {
    const piece = randomBytes(mebibyte);
    sizeBytes = 64 * mebibyte;
    const sent = createHash("sha256");
    let taken = 0;
    serve = async (answer) => {
      for (let count = 0; count < 64; count++) {
        piece.writeUInt32LE(count);
        const copy = Buffer.from(piece);
        sent.update(copy);
        await new Promise((done) => answer.write(copy, done));
        taken = count + 1;
      }
      answer.end();
    };
    const got = await get();
    let seen = -1;
    // It stands still once all buffers on the way are full.
    await eventually(() => {
      const still = taken > 0 && taken === seen;
      seen = taken;
      return still;
    });
    expect(taken).toBeLessThan(64);
    const received = createHash("sha256");
    for await (const bytes of got) received.update(bytes as Buffer);
    expect(received.digest("hex")).toBe(sent.digest("hex"));
  });

  test("is let go by the store when its reader leaves", async () => {
    sizeBytes = 1024 * mebibyte;
    const closed = new Promise<void>((resolve) => {
      serve = async (answer) => {
        const gone = once(answer, "close").then(() => resolve());
        const piece = randomBytes(mebibyte);
        while (!answer.destroyed) await Promise.race([gone, new Promise((done) => answer.write(piece, done))]);
      };
    });
    const got = await get();
    got.on("error", () => {});
    await once(got, "data");
    got.destroy();
    await closed;
  });

  test("breaks off for its reader when the store breaks it off", async () => {
    sizeBytes = 4 * mebibyte;
    serve = (answer) => answer.write(randomBytes(3 * mebibyte), () => answer.destroy());
    await expect(get().then(buffer)).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  test("is refused when the store breaks off before its first byte", async () => {
    sizeBytes = 4 * mebibyte;
    serve = (answer) => answer.destroy();
    const got = await get();
    expect([got.statusCode, await json(got)]).toMatchObject([502, { kind: "unreachable" }]);
  });

  test("is refused when the store sends fewer bytes than it said, as long as none went out", async () => {
    sizeBytes = 0;
    announcedBytes = 3;
    serve = (answer) => answer.end();
    const got = await get();
    expect([got.statusCode, await json(got)]).toEqual([502, { kind: "failed", message: "it sent 0 of 3 bytes" }]);
  });

  test.each([
    ["fewer", 1],
    ["more", -1],
  ])("breaks off when the store sends %s bytes than the platform has told", async (_how, difference) => {
    sizeBytes = 2 * mebibyte;
    announcedBytes = sizeBytes + difference;
    serve = (answer) => answer.end(randomBytes(sizeBytes));
    await expect(get().then(buffer)).rejects.toMatchObject({ code: "ECONNRESET" });
  });
});

test("a body that fails at its end is not whole for its reader, although all of its bytes came", async () => {
  const platform = Fastify({ forceCloseConnections: true });
  platform.get("/", (_request, reply) => {
    const source = Readable.from(
      (function* () {
        yield randomBytes(10);
        throw new Error("its checksum is another one");
      })(),
    );
    return sendFrom(reply.header("content-length", 10), source);
  });
  await platform.listen({ port: 0, host: "127.0.0.1" });
  const [got] = (await once(request({ port: portOf(platform.server), host: "127.0.0.1" }).end(), "response")) as [IncomingMessage];
  got.resume();
  expect(got.statusCode).toBe(500);
  await platform.close();
});

test("only what is large and of known length is taken past the parser, and only from connections that can", async () => {
  serve = (answer) => answer.end(Buffer.alloc(sizeBytes));
  const way = async (name: keyof typeof ways, size: number) => {
    sizeBytes = size;
    const [answer] = (await once(ways[name]!().end(), "response")) as [IncomingMessage];
    const found = straight(answer) !== undefined;
    answer.destroy();
    return found;
  };
  expect(await way("a connection of Node's", 4 * mebibyte)).toBe(false);
  expect(await way("a connection of the platform's", 4 * mebibyte)).toBe(true);
  expect(await way("a connection of the platform's", mebibyte - 1)).toBe(false);
});

function portOf(server: { address(): AddressInfo | string | null }): number {
  return (server.address() as AddressInfo).port;
}
