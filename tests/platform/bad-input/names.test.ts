import { temporaryFolder } from "../api/support";
import { faultOf, requests, Scene } from "./scene";

const folder = temporaryFolder();
let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set(folder);
});
afterAll(() => scene.close());

/** Names that are nothing anywhere, not even of a file. */
const names: Record<string, string> = {
  "100 KB": "n".repeat(100_000),
  "..": "..",
  ".. escaped": "%2e%2e",
  "a way up and into the data folder": "..%2f..%2fplatform.db",
  "%00": "%00",
  "%00 within": "x%00y",
  "a line break": "x%0d%0aSet-Cookie:%20a=b",
  "an absolute path": "%2Fetc%2Fpasswd",
  "bytes that are no text": "%ff%fe",
};

test.each(Object.keys(names))("%s for any parameter of any route is refused and changes nothing", async (kind) => {
  const before = scene.kept();
  const found: unknown[] = [];
  for (const request of requests) {
    const { method, path } = request;
    for (const parameter of scene.parametersOf(path)) {
      const filled = scene.fill(request, { [parameter]: names[kind]! });
      const body = ["GET", "HEAD", "DELETE"].includes(method) ? undefined : { name: "planted" };
      const reply = await scene.send(method, filled, { key: scene.keyFor(request), body });
      // Deleting what is not there is done already (reference 5.4).
      const done = method === "DELETE" && reply.status === 204;
      const fault = done ? undefined : faultOf(reply, method, path);
      if (fault) found.push([method, path, parameter, fault]);
      if (scene.kept() !== before) throw new Error(`${method} ${filled.slice(0, 200)} changed something`);
    }
  }
  expect(found).toEqual([]);
});

test("parameters of the query that mean nothing are refused or passed over, and change nothing", async () => {
  const before = scene.kept();
  const found: unknown[] = [];
  const texts = ["%00", "-1", "%ff", "n".repeat(10_000)];
  const asked = ["marker", "limit", "since", "until", "published", "callable", "acl"].flatMap((name) =>
    texts.map((text) => `${name}=${text}`),
  );
  for (const request of requests.filter(({ method, path }) => method === "GET" && !path.startsWith("/git/"))) {
    await Promise.all(
      asked.map(async (query) => {
        const reply = await scene.send("GET", `${scene.fill(request)}?${query}`, { key: scene.keyFor(request) });
        const fault = reply.status < 400 ? undefined : faultOf(reply, "GET", request.path);
        if (fault) found.push([request.path, query.slice(0, 100), fault]);
      }),
    );
  }
  expect(scene.kept()).toBe(before);
  expect(found).toEqual([]);
});
