import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { cloneAddress, createAlgorithm, eventually, git, send, temporaryFolder } from "../api/support";
import { killCommands, runCommand, spawnCommand, startCommand } from "./command";

const run = promisify(execFile);
const folder = temporaryFolder();
const data = join(folder, "data");
afterAll(killCommands);

/** Asks the platform it runs on, as a program does that knows nothing of certificates. */
const algorithm = `import os, urllib.request

def apply(input):
    request = urllib.request.Request(os.environ["ALGORITHMIA_API"] + "/v1/data/demo/c/model", headers={"Authorization": os.environ["ALGORITHMIA_API_KEY"]})
    return urllib.request.urlopen(request).read().decode()
`;

test("start --tls serves API, git and running algorithms over HTTPS; status and stop work on it as ever", async () => {
  const { platform, ended, child, err } = await startCommand("--data", data, "--tls");
  expect(Object.keys(platform)).toEqual([
    ...["url", "gitUrl", "consoleUrl", "owner", "apiKey", "adminKey", "dataDir"],
    ...["caFile", "caBundleFile"],
  ]);
  const ca = platform.caFile!;
  expect([platform.url, ca]).toEqual([expect.stringMatching(/^https:/), join(data, "tls", "ca.pem")]);
  await send(platform, "POST", "/v1/data/.my", { body: { name: "c" } });
  await send(platform, "PUT", "/v1/data/.my/c/model", { body: "the model" });
  const trusted = await run("curl", ["-sS", "--cacert", ca, `${platform.url}/platform/health`]);
  expect(trusted.stdout).toBe('{"status":"ok"}');
  await expect(run("curl", ["-sS", `${platform.url}/platform/health`])).rejects.toThrow(/certificate/i);
  await expect(run("curl", ["-sS", `${platform.url.replace("https:", "http:")}/platform/health`])).rejects.toThrow(/curl/);
  await eventually(() => err().includes("ERR_SSL_HTTP_REQUEST"));
  expect(err()).toMatch(/"validTo":"\d{4}-[^"]*","msg":"TLS certificate"/);

  await createAlgorithm(platform, "asks");
  const trust = ["-c", `http.sslCAInfo=${ca}`];
  const clone = join(folder, "clone");
  await expect(git(folder, "clone", cloneAddress(platform, "asks"), clone)).rejects.toThrow(/certificate/i);
  await git(folder, ...trust, "clone", "--quiet", cloneAddress(platform, "asks"), clone);
  writeFileSync(join(clone, "src", "asks.py"), algorithm);
  writeFileSync(join(clone, "requirements.txt"), "");
  await git(clone, "commit", "--quiet", "--all", "--message", "asks");
  await git(clone, ...trust, "push", "--quiet", "origin", "HEAD:master");
  const commit = await git(clone, "rev-parse", "HEAD");
  await send(platform, "POST", "/v1/algorithms/demo/asks/compile");
  const call = await send(platform, "POST", `/v1/algo/demo/asks/${commit}`, { body: "1", headers: { "content-type": "application/json" } });
  expect(call.json).toMatchObject({ result: "the model" });

  expect(JSON.parse((await runCommand("status", "--data", data, "--json")).out)).toMatchObject({
    pid: child.pid,
    url: platform.url,
    caFile: ca,
  });
  expect((await runCommand("stop", "--data", data)).code).toBe(0);
  expect(await ended).toBe(0);
});

test("a data folder keeps its certificate, through a snapshot too, and people are told how clients trust it", async () => {
  const before = readFileSync(join(data, "tls", "ca.pem"), "utf8");
  const [file, copy] = [join(folder, "all.tar"), join(folder, "copy")];
  expect((await runCommand("snapshot", file, "--data", data)).code).toBe(0);
  expect((await runCommand("restore", file, "--data", copy)).code).toBe(0);
  const child = spawnCommand("start", "--data", copy, "--tls");
  child.stderr.resume();
  let out = "";
  child.stdout.on("data", (chunk) => (out += chunk));
  await eventually(() => out.includes("Ctrl-C"));
  const ca = join(copy, "tls", "ca.pem");
  expect(readFileSync(ca, "utf8")).toBe(before);
  const url = /export ALGORITHMIA_API=(https:\S+)/.exec(out)![1]!;
  for (const line of [
    `export REQUESTS_CA_BUNDLE=${join(copy, "tls", "bundle.pem")}\n`,
    `export NODE_EXTRA_CA_CERTS=${ca}\n`,
    `git config --global http.${url}/.sslCAInfo ${ca}\n`,
    `curl --cacert ${ca} ${url}/platform/health\n`,
  ])
    expect(out).toContain(line);
  expect((await runCommand("stop", "--data", copy)).code).toBe(0);
  expect((await runCommand("reset", "--data", copy, "--yes")).code).toBe(0);
  expect(existsSync(join(copy, "tls"))).toBe(false);
});

test("an own certificate is given with its key; what cannot serve ends the start with one line", async () => {
  for (const options of [
    ["--tls-cert", "c.pem"],
    ["--tls-key", "k.pem"],
    ["--tls", "--tls-ca", "ca.pem"],
  ]) {
    const { code, err } = await runCommand("start", ...options);
    expect([code, err]).toEqual([2, expect.stringMatching(/missing/)]);
  }
  const bad = await runCommand("start", "--tls-cert", join(folder, "none.pem"), "--tls-key", join(folder, "none.key"));
  expect([bad.code, bad.err]).toEqual([
    1,
    expect.stringMatching(/^algorithmia-platform: The TLS certificate .*none\.pem cannot be read: .*\n$/),
  ]);
  const own = [join(data, "tls", "server.pem"), "--tls-key", join(data, "tls", "server.key"), "--tls-ca", join(data, "tls", "ca.pem")];
  const { platform, child, ended } = await startCommand("--host", "localhost", "--tls-cert", ...(own as [string]));
  expect(platform.url).toMatch(/^https:\/\/localhost:/);
  expect((await send(platform, "GET", "/v1/data")).status).toBe(200);
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});
