import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { type Connection, connect, resolveConnection, shortPatience } from "../../provider/client";
import { createAlgorithm, temporaryFolder } from "../platform/api/support";
import { Person } from "./python";

const run = promisify(execFile);
const folder = temporaryFolder();
let person: Person;
beforeAll(async () => {
  person = await Person.start({ tls: true });
});
afterAll(() => person.close());

/** The environment without what says whom to trust. */
function distrustful(): NodeJS.ProcessEnv {
  const { REQUESTS_CA_BUNDLE: _bundle, SSL_CERT_FILE: _file, CURL_CA_BUNDLE: _curl, GIT_SSL_CAINFO: _git, ...rest } = person.environment();
  return rest;
}

test("the Python client trusts the platform by REQUESTS_CA_BUNDLE or by ca_cert, and not without", async () => {
  person.write("model", "the model");
  const put = 'client.dir("data://.my/c").create()\nclient.file("data://.my/c/model").putFile("model")\n';
  expect(await person.python(`${put}answer = client.file("data://.my/c/model").getString()`)).toBe("the model");
  const program = (argument: string) => `import Algorithmia\nprint(Algorithmia.client(${argument}).file("data://.my/c/model").getString())`;
  const python = (argument: string) => person.shell("python", ["-c", program(argument)], { env: distrustful() });
  expect(await python(`ca_cert="${person.platform.caFile}"`)).toBe("the model\n");
  await expect(python("")).rejects.toThrow(/certificate/i);
});

test("the algo command reads the certificate from its profile", async () => {
  const { url, apiKey, caFile } = person.platform;
  person.write(".algorithmia/config", `[profiles.default]\napi_key = "${apiKey}"\napi_server = "${url}"\nca_cert = "${caFile}"\n`);
  const { ALGORITHMIA_API: _api, ALGORITHMIA_API_KEY: _key, ...env } = distrustful();
  expect(await person.shell("algo", ["cat", "data://.my/c/model"], { env })).toContain("the model");
});

test("the JavaScript client trusts it by NODE_EXTRA_CA_CERTS", async () => {
  const program = `require("algorithmia").client(process.env.ALGORITHMIA_API_KEY, process.env.ALGORITHMIA_API).dir("data://demo").forEachDir((error, dir) => console.log(error ?? dir.data_path));`;
  const listed = run(process.execPath, ["-e", program], {
    cwd: resolve(__dirname, "../.."),
    env: { ...distrustful(), NODE_EXTRA_CA_CERTS: person.platform.caFile },
  });
  expect((await listed).stdout).toContain("demo/c");
});

test("pulumi-algorithmia trusts it by algorithmia:caCert, for the API and for git", async () => {
  const { url, apiKey, caFile } = person.platform;
  const connection = (caCert?: string): Connection =>
    resolveConnection({
      config: (key) => ({ "algorithmia:apiAddress": url, "algorithmia:apiKey": apiKey, "algorithmia:caCert": caCert })[key],
      environment: {},
    });
  await createAlgorithm(person.platform, "rolled");
  const trusting = connect(connection(caFile));
  expect(await trusting.data.stat("data://demo/c/model")).toMatchObject({ sizeBytes: 9 });
  const repository = await trusting.openRepository("demo/rolled");
  expect(await repository.head()).toMatch(/^[0-9a-f]{40}$/);
  await repository.close();
  trusting.close();
  const doubting = connect(connection(), shortPatience);
  await expect(doubting.data.stat("data://demo/c/model")).rejects.toThrow(/certificate/i);
  doubting.close();
});

test("git trusts it by http.<address>.sslCAInfo, and leaves other hosts as they are", async () => {
  const { url, caFile } = person.platform;
  await createAlgorithm(person.platform, "cloned");
  const target = mkdtempSync(join(folder, "clone-"));
  const address = `${person.platform.gitUrl}/demo/cloned.git`;
  const trust = ["-c", `http.${url}/.sslCAInfo=${caFile}`];
  await person.shell("git", [...trust, "clone", "--quiet", address, target], { env: distrustful() });
  expect(readFileSync(join(target, "src", "cloned.py"), "utf8")).toContain("def apply");
});

test("a build installs a package from another repository of the platform, which its git and installer trust", async () => {
  const { gitUrl, apiKey, caFile } = person.platform;
  const address = (name: string) => `${gitUrl.replace("://", `://demo:${apiKey}@`)}/demo/${name}.git`;
  const push = async (name: string, files: Record<string, string>) => {
    await createAlgorithm(person.platform, name);
    const trust = ["-c", `http.sslCAInfo=${caFile}`];
    await person.shell("git", [...trust, "clone", "--quiet", address(name), name], { env: distrustful() });
    for (const [path, text] of Object.entries(files)) person.write(`${name}/${path}`, text);
    const cwd = join(person.home, name);
    await person.shell("git", ["add", "--all"], { cwd });
    await person.shell("git", ["commit", "--quiet", "-m", "change"], { cwd });
    await person.shell("git", [...trust, "push", "--quiet", "origin", "HEAD:master"], { cwd, env: distrustful() });
  };
  await push("words", {
    "pyproject.toml": '[project]\nname = "demo-words"\nversion = "1"\n[tool.setuptools]\npackages = ["demo_words"]\n',
    "demo_words/__init__.py": 'GREETING = "hello"\n',
  });
  await push("greets", {
    "requirements.txt": `demo-words @ git+${address("words")}\n`,
    "src/greets.py": "from demo_words import GREETING\n\n\ndef apply(input):\n    return GREETING\n",
  });
  const program = 'built = client.algo("demo/greets").compile()["compilation"]\nanswer = [built["successful"], built["output"]]';
  expect(await person.python(program)).toEqual([true, expect.stringContaining("demo-words")]);
});
