import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resolveSettings } from "../../../../platform/cli/start/settings";
import { send, temporaryFolder } from "../../api/support";
import { killCommands, runCommand, startCommand } from "../command";

const folder = temporaryFolder();
afterAll(killCommands);

const file = (text: string, name = "platform.yaml") => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

test("without a word the defaults count", () => {
  expect(resolveSettings({}, undefined, {})).toEqual({
    settings: { host: "127.0.0.1", port: 0, owner: "demo", tls: false, isolation: "auto", logLevel: "info", drainSeconds: 10, json: false },
    sources: expect.objectContaining({ host: "default" }),
    file: undefined,
  });
});

test("the command line wins over the environment, the environment over the file, the file over the defaults", () => {
  const config = file("owner: of_file\nport: 1\ndrainSeconds: 1.5\n");
  const { settings, sources } = resolveSettings({ owner: "of_line" }, config, {
    ALGORITHMIA_PLATFORM_OWNER: "x",
    ALGORITHMIA_PLATFORM_PORT: "2",
  });
  expect(settings).toMatchObject({ owner: "of_line", port: 2, drainSeconds: 1.5, logLevel: "info" });
  expect(sources).toMatchObject({ owner: "command line", port: "environment", drainSeconds: "file", logLevel: "default" });
});

test("paths in a file count from its folder; JSON is read too", () => {
  const { settings } = resolveSettings({}, file('{"data": "kept", "tlsCert": "/etc/c.pem", "tls": true}', "platform.json"), {});
  expect(settings).toMatchObject({ data: join(folder, "kept"), tlsCert: "/etc/c.pem", tls: true });
});

test("the file is the one that is named, else the environment's, else config.yaml of the data folder", () => {
  const data = join(folder, "data");
  mkdirSync(data);
  const [named, variable] = [file("port: 1\n"), file("port: 2\n", "other.yaml")];
  const environment = { ALGORITHMIA_PLATFORM_CONFIG: variable, ALGORITHMIA_PLATFORM_DATA: data };
  expect(resolveSettings({}, undefined, { ALGORITHMIA_PLATFORM_DATA: data }).file).toBeUndefined();
  writeFileSync(join(data, "config.yaml"), "port: 3\n");
  expect(resolveSettings({}, named, environment).settings.port).toBe(1);
  expect(resolveSettings({}, undefined, environment).settings.port).toBe(2);
  expect(resolveSettings({ data }, undefined, {}).settings).toMatchObject({ port: 3, data });
  writeFileSync(join(data, "config.yaml"), "data: elsewhere\n");
  expect(() => resolveSettings({ data }, undefined, {})).toThrow("lies in the data folder that it is for");
});

test("each fault of a file is told with its line and column, in their order", () => {
  const config = file("# settings\nport: nine\nhots: 0.0.0.0\ntls: 1\nlogLevel: loud\ndrainSeconds: -1\n");
  let message = "";
  try {
    resolveSettings({}, config, {});
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message.split("\n")).toEqual([
    `${config}:2:7: port: expected number, received string`,
    `${config}:3:1: hots: there is no such key`,
    `${config}:4:6: tls: expected boolean, received number`,
    expect.stringMatching(/:5:11: logLevel: .*"silent"/),
    expect.stringMatching(/:6:15: drainSeconds: /),
  ]);
  expect(() => resolveSettings({}, file("port: [\n"), {})).toThrow(/platform\.yaml:2:1: /);
  expect(() => resolveSettings({}, file("port: 1\nport: 2\n"), {})).toThrow(/platform\.yaml:2:1: Map keys must be unique/);
  expect(() => resolveSettings({}, file("- port\n"), {})).toThrow(/platform\.yaml:1:1: configuration file: expected object/);
  expect(() => resolveSettings({}, join(folder, "none.yaml"), {})).toThrow(/none\.yaml cannot be read/);
  expect(resolveSettings({}, file("# nothing said\n"), {}).settings.port).toBe(0);
});

test("a variable that cannot be read is named, an empty one says nothing", () => {
  expect(() => resolveSettings({}, undefined, { ALGORITHMIA_PLATFORM_PORT: "x" })).toThrow(/^ALGORITHMIA_PLATFORM_PORT is 'x'\. A port is/);
  expect(() => resolveSettings({}, undefined, { ALGORITHMIA_PLATFORM_TLS: "maybe" })).toThrow(/Say true or false/);
  expect(resolveSettings({}, undefined, { ALGORITHMIA_PLATFORM_TLS: "0", ALGORITHMIA_PLATFORM_HOST: "" }).settings).toMatchObject({
    tls: false,
    host: "127.0.0.1",
  });
});

test("start reads its file, and --print-config prints one that says the same", async () => {
  const config = file(`data: started\nowner: acme\nlogLevel: error\njson: true\n`);
  const { platform, child, ended, err } = await startCommand("--config", config);
  expect(platform).toMatchObject({ owner: "acme", dataDir: join(folder, "started") });
  expect((await send(platform, "GET", "/v1/data")).status).toBe(200);
  child.kill("SIGTERM");
  expect([await ended, err()]).toEqual([0, ""]);

  const printed = await runCommand("start", "--config", config, "--port", "9000", "--print-config");
  expect([printed.code, printed.err]).toEqual([0, ""]);
  expect(printed.out).toContain("port: 9000 # command line\n");
  expect(printed.out).toContain(`owner: acme # ${config}\n`);
  expect(resolveSettings({}, file(printed.out, "printed.yaml"), {}).settings).toEqual(resolveSettings({ port: 9000 }, config, {}).settings);
});

test("--no-tls and a stronger 'tls: false' mean HTTP; a certificate that is said more strongly means HTTPS", async () => {
  const config = file("tls: false\n");
  const faults = async (...args: string[]) => (await runCommand("start", "--config", config, "--port", "0", ...args)).err;
  expect(await faults("--tls-cert", "none.pem", "--tls-key", "none.key")).toContain("none.pem cannot be read");
  const secured = file("tls: true\ntlsCert: none.pem\ntlsKey: none.key\n", "secured.yaml");
  const { platform, child, ended } = await startCommand("--config", secured, "--no-tls");
  expect(platform.url).toMatch(/^http:/);
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});
