import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request as forward } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, resolveConnection } from "../../../provider/client";
import { Hand } from "../../support/algorithm";
import { type RunningPlatform, startPlatformProcess } from "../../support/platform";

/** A platform behind TLS with a certificate that no system knows, as behind a company's own authority. */

let platform: RunningPlatform;
let server: Server;
let folder: string;
let address: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tls-"));
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
  const files = ["-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject, ...files], { stdio: "pipe" });
  platform = await startPlatformProcess();
  const { hostname, port } = new URL(platform.url);
  const pem = { key: readFileSync(join(folder, "key.pem")), cert: readFileSync(join(folder, "cert.pem")) };
  server = createServer(pem, (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const passed = forward({ hostname, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(passed);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  address = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const platformWith = (caCert?: string) =>
  connect(
    resolveConnection({
      environment: { HOME: folder, ALGORITHMIA_API: address, ALGORITHMIA_API_KEY: platform.apiKey, REQUESTS_CA_BUNDLE: caCert },
    }),
  );

test("a certificate that is not trusted is refused, and said so", async () => {
  const unknown = platformWith();
  await expect(unknown.data.stat("data://demo/none/x")).rejects.toMatchObject({
    code: "PLATFORM_UNREACHABLE",
    message: expect.stringMatching(/self.signed/i),
  });
  unknown.close();
});

test("with caCert both the API and git trust it", async () => {
  const hand = new Hand(platform, "tls");
  await hand.create();
  const trusted = platformWith(join(folder, "cert.pem"));
  await expect(trusted.algorithms.get(hand.algorithm)).resolves.toMatchObject({ name: "tls" });
  const repository = await trusted.openRepository(hand.algorithm);
  expect(await repository.head()).toMatch(/^[0-9a-f]{40}$/);
  await repository.close();
  trusted.close();
});
