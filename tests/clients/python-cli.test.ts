import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createAlgorithm, Person } from "./python";

let person: Person;
beforeAll(async () => {
  person = await Person.start();
});
afterAll(() => person.close());

test("reference 9: algo moves files to, within and from data collections", async () => {
  const bytes = Buffer.from(Array.from({ length: 4096 }, (_, index) => index % 256));
  person.write("model.bin", bytes);
  person.write("notes.txt", "first line\n");
  expect(await person.algo("ls")).toBe("demo/\n\n");
  await person.algo("mkdir", "data://demo/files");
  await person.algo("cp", "./model.bin", "./notes.txt", "data://demo/files/");
  await person.algo("cp", "data://demo/files/model.bin", "data://demo/files/copy.bin");
  expect((await person.algo("ls", "data://demo/files/")).trim().split("\n").sort()).toEqual([
    "demo/files/copy.bin",
    "demo/files/model.bin",
    "demo/files/notes.txt",
  ]);
  expect(await person.algo("ls", "-l", "data://demo/files/")).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {3}4096 {3}demo\/files\/model\.bin/);
  expect(await person.algo("cat", "data://demo/files/notes.txt")).toBe("first line\n\n");
  await person.algo("cp", "data://demo/files/copy.bin", "back.bin");
  expect(readFileSync(join(person.home, "back.bin")).equals(bytes)).toBe(true);
  await person.algo("rm", "data://demo/files/notes.txt");
  expect(await person.algo("cat", "data://demo/files/notes.txt")).toContain("file does not exist");
  await person.algo("rmdir", "-f", "data://demo/files");
  expect(await person.algo("ls", "data://demo/")).toBe("\n");
});

test("reference 1.4, 9: algo clones an algorithm, runs it and shows its builds, with the address and key of a profile", async () => {
  await person.python(`${createAlgorithm("echo")}\nanswer = None\n`);
  const { url, apiKey } = person.platform;
  const profile = `api_key = '${apiKey}'\napi_server = '${url}'\nca_cert = ''\nbearer_token = ''\n`;
  person.write(".algorithmia/config", `[profiles]\n[profiles.default]\n${profile}`);
  const { ALGORITHMIA_API: _, ALGORITHMIA_API_KEY: __, ...env } = person.environment();
  const algo = (...args: string[]) => person.shell("algo", args, { env });

  expect(await algo("clone", "demo/echo")).toContain("cloning src for demo/echo");
  expect(existsSync(join(person.home, "echo", "src", "echo.py"))).toBe(true);
  person.write("echo/src/echo.py", 'def apply(input):\n    return ["got", type(input).__name__, len(input)]\n');
  const commit = await person.push("echo");
  await person.python(
    'client.algo("demo/echo").compile()\nanswer = None\nclient.algo("demo/echo").publish(settings={"algorithm_callability": "public"})\n',
  );

  expect(await algo("run", "demo/echo", "-d", "hello")).toBe("['got', 'str', 5]\n");
  expect(await algo("run", "demo/echo/0.1.0", "-t", "hello", "--timeout", "30")).toBe("['got', 'str', 5]\n");
  expect(await algo("run", `demo/echo/${commit}`, "-j", '{"a": 1, "b": 2}')).toBe("['got', 'dict', 2]\n");
  person.write("input.bin", Buffer.from([0, 1, 255]));
  expect(await algo("run", "demo/echo", "-B", "input.bin")).toBe("['got', 'bytes', 3]\n");
  expect(JSON.parse(await algo("builds", "demo", "echo"))).toMatchObject([{ commit_sha: commit, status: "succeeded" }]);
});

test("algo lists languages and environments, and the template it fetches builds and answers as it is", async () => {
  expect(await person.algo("languages")).toMatch(
    /^Name +Description *\nanaconda3 +Python 3 \(environment\.yml\) *\njavascript +JavaScript *\npython3 +Python 3 *\n$/,
  );
  expect(JSON.parse(await person.algo("environment", "python2"))).toMatchObject([
    { display_name: "Python 3", language: { name: "python3" } },
  ]);
  const [environment] = JSON.parse(await person.algo("environment", "python3"));
  expect(environment).toMatchObject({ language: { name: "python3" }, machine_type: "CPU" });

  await person.python(`${createAlgorithm("fresh")}\nanswer = None\n`);
  const { apiKey, gitUrl } = person.platform;
  const address = `${gitUrl}/demo/fresh.git`.replace("://", `://demo:${encodeURIComponent(apiKey)}@`);
  await person.shell("git", ["clone", "--quiet", address, "fresh"]);
  await person.shell("git", ["rm", "-r", "--quiet", "."], { cwd: join(person.home, "fresh") });
  await person.algo("template", environment.environment_specification_id, "fresh");
  const commit = await person.push("fresh");
  const call = `client.algo("demo/fresh").compile()\nanswer = client.algo("demo/fresh/${commit}").pipe("Jane").result\n`;
  expect(await person.python(call)).toBe("hello Jane");
});
