import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const list = pathToFileURL(join(__dirname, "..", "..", "..", "scripts", "storage-servers", "servers.mjs")).href;

/** The file of a storage server that set-up has built; undefined where it could not. */
export function storageServer(name: string): string | undefined {
  const program = `const { findStorageServer } = await import(${JSON.stringify(list)}); console.log(findStorageServer(${JSON.stringify(name)}) ?? "");`;
  const found = execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" }).trim();
  return found || undefined;
}

/** `test` of a storage that needs no server, or with its server; without it a skipped one that says so. */
export function testWith(server: string | undefined, name: string, body: (file: string) => Promise<void>): void {
  const file = server === undefined ? "" : storageServer(server);
  if (file !== undefined) test(name, () => body(file));
  else test.skip(`${name} (${missing(server)})`, () => body(""));
}

/** `describe`, or, without the server, a skipped one that says so: its tests are counted as skipped. */
export function describeWith(server: string, topic: string, tests: (file: string) => void): void {
  const file = storageServer(server);
  if (file) describe(topic, () => tests(file));
  else describe.skip(`${topic} (${missing(server)})`, () => tests(""));
}

function missing(server: string | undefined): string {
  return `skipped: ${server} is not installed, npm test tells why`;
}
