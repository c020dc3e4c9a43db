import { type DropboxServer, startDropbox } from "../../support/storage/dropbox";
import { Inside } from "../calls/inside";

/** A running algorithm and data connectors. It asks of its own accord what the test sends it: a method, an address and a body. */

let inside: Inside;
let server: DropboxServer;
let ada: string;

const connect = (owner: string, label: string, more: object = {}) => {
  const access = { cred_type: "oauth", cred_data: { access_token: server.accessToken }, settings: { endpoint: server.endpoint } };
  const body = { protocol: "dropbox", label, writeable: true, ...access, ...more };
  return inside.ask("POST", `/v1/users/${owner}/connectors`, { body, ...(owner === "ada" && { key: ada }) });
};
const call = (method: string, address: string, body?: unknown, key?: string) => inside.call("keeper", [method, address, body], key);

beforeAll(async () => {
  [inside, server] = await Promise.all([Inside.start(), startDropbox()]);
  ada = await inside.user("ada");
  const { adminKey: key } = inside.platform;
  const organization = { org_name: "acme", org_label: "Acme", org_contact_name: "A", org_email: "a@example.com" };
  await inside.ask("POST", "/v1/organizations", { key, body: organization });
  await inside.ask("PUT", "/v1/organizations/acme/members/demo", { key, body: {} });
  await connect("demo", "lab");
  await connect("demo", "reads", { writeable: false });
  await connect("ada", "hers");
  await connect("acme", "shared");
  await inside.publish("keeper", async (ask, input) => {
    const [method, address, body] = (input as { input: [string, string, unknown?] }).input;
    const reply = await ask(method, `/v1/data/${address}`, body);
    return reply.json?.error?.code ?? reply.json?.result ?? (reply.text || reply.status);
  });
});
afterAll(async () => {
  await inside?.platform.close();
  await server?.stop();
});

test("reference 2.7: whoever calls it, it writes, reads and deletes through its owner's writeable connector", async () => {
  const reader = await inside.user("reader", { allow_algo: true, algo_acl: ["algo://*"] });
  for (const [key, text] of [
    [undefined, "for its owner"],
    [ada, "for ada"],
    [reader, "for a key without data rights"],
  ] as const) {
    expect(await call("PUT", "dropbox+lab://notes/last.txt", text, key)).toBe("dropbox+lab://notes/last.txt");
    expect(await call("GET", "dropbox+lab://notes/last.txt", undefined, key)).toBe(text);
  }
  expect(await call("DELETE", "dropbox+lab://notes/last.txt", undefined, ada)).toEqual({ deleted: 1 });
  expect(server.stored()).toEqual([]);
});

test("one that only reads stays so, and a caller's own connectors are not within its reach", async () => {
  expect(await call("PUT", "dropbox+reads://notes/last.txt", "text", ada)).toBe(9103);
  expect(await call("PUT", "dropbox+hers://notes/last.txt", "text", ada)).toBe(9100);
  expect(await call("GET", "dropbox+hers://notes/last.txt", undefined, ada)).toBe(9100);
});

test("a connector of an organization that its owner is a member of serves it as it serves the owner", async () => {
  expect(await call("PUT", "dropbox+shared://model.txt", "weights", ada)).toBe("dropbox+shared://model.txt");
  expect(await call("GET", "dropbox+shared://model.txt", undefined, ada)).toBe("weights");
  expect((await inside.ask("GET", "/v1/data/dropbox+shared://model.txt", { key: ada })).json.error.code).toBe(9100);
});

test("while no call runs it reads through them and writes nothing", async () => {
  await call("PUT", "dropbox+lab://kept.txt", "kept");
  const idle = inside.keys.at(-1)!;
  expect((await inside.ask("GET", "/v1/data/dropbox+lab://kept.txt", { key: idle })).text).toBe("kept");
  expect((await inside.ask("PUT", "/v1/data/dropbox+lab://kept.txt", { key: idle, body: "other" })).status).toBe(403);
});
