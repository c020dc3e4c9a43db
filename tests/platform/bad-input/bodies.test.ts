import fc from "fast-check";
import { temporaryFolder } from "../api/support";
import { faultOf, requests, Scene } from "./scene";

const folder = temporaryFolder();
let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set(folder);
});
afterAll(() => scene.close());

/** Operations for which any body is right, or none is read. */
const withoutShape = [
  "uploadFile",
  "callAlgorithm",
  "gitExchange",
  "addOrganizationMember",
  "setDefaultScm",
  "revokeScmAuthorization",
  "setDefaultSecretProvider",
];
const takers = requests.filter(({ method, operation }) => ["POST", "PUT", "PATCH"].includes(method) && !withoutShape.includes(operation));
/** Collections are made below an account, where the file's address of the scene does not lead. */
const pathFor = (request: (typeof requests)[number]) =>
  scene.fill(
    request,
    request.operation === "createDirectory" ? { "*": request.path.startsWith("/v1/connector") ? "data/victim" : "victim" } : {},
  );

const malformed: Record<string, string | Buffer> = {
  "cut JSON": '{"name": ',
  "an array": "[]",
  null: "null",
  "a number": "7",
  "a text": '"name"',
  "no text": Buffer.from([0xff, 0xfe, 0x00]),
  "100,000 brackets": "[".repeat(100_000),
  "2 MiB": JSON.stringify({ name: "n".repeat(2 * 1024 * 1024) }),
};

test.each(Object.keys(malformed))("%s for a body is refused by every route that reads one, and changes nothing", async (kind) => {
  const before = scene.kept();
  const found: unknown[] = [];
  for (const request of takers) {
    const { method, path } = request;
    const options = { key: scene.keyFor(request), body: malformed[kind], headers: { "content-type": "application/json" } };
    const reply = await scene.send(method, pathFor(request), options);
    const fault = faultOf(reply, method, path);
    if (fault) found.push([method, path, fault]);
    if (scene.kept() !== before) throw new Error(`${method} ${path} changed something`);
  }
  expect(found).toEqual([]);
});

/** Every field that some body has, so that each is met with every type. */
const fields = [
  "name", "acl", "details", "settings", "version_info", "source", "commitSha", "short_name", "description", "secret_key", "secret_value", "provider_id",
  "route", "status", "times", "delayMs", "username", "email", "fullname", "org_name", "org_label", "org_contact_name", "org_email", "type_id", "owner_ids",
  "external_admin_group", "key_label", "key_type", "permissions", "api_key", "enabled", "inviteCode", "signupCredits", "expiresAt", "host_username",
  "host_user_id", "org_id", "updates", "algoname", "calling_user", "version_type", "num_slots", "keyname", "value", "id",
]; // biome-ignore format: a list

test("bodies of any fields with any values are taken or refused, never a failure of the platform", async () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.constantFrom("victim", "target", "minor", "algo://.my/*", "1.0.0", "x".repeat(100_000)),
  );
  const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), text, fc.constant(JSON.parse('{"__proto__": {"polluted": true}}')));
  const inner = fc.dictionary(
    fc.constantFrom(
      "read",
      "label",
      "version_type",
      "semantic_version",
      "git_hash",
      "algorithm_callability",
      "language",
      "scm",
      "sample_input",
      "algo_acl",
      "allow_data",
    ),
    value,
  );
  const body = fc.dictionary(fc.constantFrom(...fields), fc.oneof(value, inner), { minKeys: 1 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...takers), body, async (request, sent) => {
      const before = scene.kept();
      const reply = await scene.send(request.method, pathFor(request), { key: scene.keyFor(request), body: JSON.stringify(sent) });
      if (reply.status < 300) return;
      // Another source code host is not served, whatever else is wrong.
      const served = reply.status === 501 ? { ...reply, status: 400 } : reply;
      expect([reply.status, reply.text, served === reply ? faultOf(reply, request.method, request.path) : undefined]).toEqual([
        reply.status,
        reply.text,
        undefined,
      ]);
      expect(scene.kept()).toBe(before);
    }),
    { numRuns: 300 },
  );
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  // A fault that was injected by chance is not for the others.
  await scene.send("DELETE", "/platform/faults", { key: scene.platform.adminKey });
});
