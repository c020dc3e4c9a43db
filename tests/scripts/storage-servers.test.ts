import { readdirSync } from "node:fs";
import { join } from "node:path";
import { inNode } from "./in-node";
import { temporaryFolder } from "./temporary";

const folder = temporaryFolder();

/** Runs the step with a build of its own making; answers with what it said and the files it left. */
async function obtain(build: string): Promise<{ said: string[]; files: string[] }> {
  const said = await inNode<string[]>(`
    const { obtainStorageServers } = await load("storage-servers/obtain.mjs");
    const { writeFileSync } = await import("node:fs");
    const said = [];
    const progress = { begin: (text) => said.push(text), update() {}, end: (text) => said.push(text), line: (text) => said.push(text) };
    const servers = [{ name: "gateway", version: "1.0.0", program: "example.org/gateway", stores: "S3" }];
    await obtainStorageServers({ progress, servers, environment: { XDG_CACHE_HOME: ${JSON.stringify(folder())} }, build: ${build} });
    return said;
  `);
  return { said, files: readdirSync(servers()) };
}
const servers = () => join(folder(), "pulumi-algorithmia", "storage-servers");

test("a storage server is built once, and what killed runs left goes", async () => {
  const build = `async ({ output, title }) => { said.push(title); writeFileSync(output, ""); }`;
  const first = await obtain(build);
  expect(first.said[0]).toContain("building gateway 1.0.0 with Go, once for all clones");
  expect(first).toMatchObject({ said: [expect.any(String), "gateway 1.0.0 built with Go"], files: ["gateway-1.0.0"] });
  expect((await obtain(build)).said).toEqual([]);
});

test("one that cannot be had is told with the reason, and is no failure", async () => {
  const { said, files } = await obtain(`async () => "Go is not installed"`);
  expect([said, files]).toEqual([["gateway 1.0.0: Go is not installed. The tests of connectors to S3 are skipped."], []]);
});
