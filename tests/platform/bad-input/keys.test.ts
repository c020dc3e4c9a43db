import type { Scope } from "../../../platform/api/auth";
import { temporaryFolder } from "../api/support";
import { confidential, faultOf, requests, Scene } from "./scene";

const folder = temporaryFolder();
let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set(folder);
});
afterAll(() => scene.close());

/** Every route that asks for a key. */
const guarded = requests.filter(({ scope, path }) => scope !== "none" || path.startsWith("/git/"));
/** What everybody with a key may ask, whatever the key may do. */
const openToAll: Scope[] = ["any key", "account"];

const bodyFor = (method: string) =>
  ["GET", "HEAD", "DELETE"].includes(method) ? undefined : { name: "planted", acl: { read: ["user://*"] } };

/** The answers, to requests for something of the victim's, that are not as expected. */
async function unexpected(key: string | null, asked: typeof requests, expected: (status: number) => boolean): Promise<unknown[]> {
  const before = scene.kept();
  const found: unknown[] = [];
  for (const request of asked) {
    const { method, path } = request;
    const reply = await scene.send(method, scene.fill(request), { key, body: bodyFor(method) });
    // Clients show this message of a call, and the status of others (reference 3.5).
    const isCall = key === null && reply.status === 200 && reply.text === '{"error":{"message":"authorization required"}}';
    const fault = isCall ? undefined : (faultOf(reply, method, path) ?? (expected(reply.status) ? undefined : `status ${reply.status}`));
    if (fault || reply.text.includes(confidential)) found.push([method, path, fault, reply.text]);
    if (scene.kept() !== before) throw new Error(`${method} ${path} changed something`);
  }
  return found;
}

test("a wrong key is 401 on every route that asks for one", async () => {
  expect(await unexpected("simWRONG0000000000000000000", guarded, (status) => status === 401)).toEqual([]);
});

test("no key is 401 on every route that asks for one, and on a call the message that clients show", async () => {
  expect(await unexpected(null, guarded, (status) => status === 401)).toEqual([]);
});

test("a key without any scope is 403 on every route that asks for one", async () => {
  const scoped = guarded.filter(({ scope }) => !openToAll.includes(scope));
  expect(await unexpected(scene.keys.powerless, scoped, (status) => status === 403)).toEqual([]);
});

test("another user's full key is shown nothing confidential and changes nothing", async () => {
  const before = scene.kept();
  const answered: string[] = [];
  const faults: unknown[] = [];
  for (const request of guarded) {
    const { method, path } = request;
    const reply = await scene.send(method, scene.fill(request), { key: scene.keys.stranger, body: bodyFor(method) });
    if (reply.status < 400) answered.push(`${method} ${path}`);
    const fault = reply.status < 400 ? undefined : faultOf(reply, method, path);
    if (fault || reply.text.includes(confidential)) faults.push([method, path, fault, reply.text]);
    if (scene.kept() !== before) throw new Error(`${method} ${path} changed something`);
  }
  expect(faults).toEqual([]);
  // Only what names nobody is answered, or what is everybody's to read. What a caller authorized is the caller's own to revoke.
  const others = answered.filter((line) => line !== "POST /v1/scms/:scmId/oauth/revoke");
  expect(others.filter((line) => !/^(GET|HEAD) /.test(line) || /:(owner|algorithmId|org|secretId|buildId)|\*/.test(line))).toEqual([]);
});
