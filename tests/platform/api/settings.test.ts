import { launch, type Platform } from "../../../platform/index";
import { createAlgorithm, scriptedEngines, send } from "./support";

let platform: Platform;
beforeAll(async () => {
  platform = await launch({}, scriptedEngines({}));
});
afterAll(() => platform.close());

test.each(["PUT", "POST"])(
  "a %s with a setting or detail that is none of the documented ones is refused and changes nothing",
  async (method) => {
    const name = `kept_${method}`;
    const before = await createAlgorithm(platform, name);
    const path = `/v1/algorithms/demo/${name}${method === "POST" ? "/versions" : ""}`;
    await send(platform, "POST", `/v1/algorithms/demo/${name}/compile`);
    for (const body of [{ settings: { license: "bogus" } }, { settings: { network_access: "half" } }, { details: { label: 5 } }]) {
      const refused = await send(platform, method, path, { body });
      expect([refused.status, refused.json.error.code]).toEqual([400, 6001]);
    }
    const { details, settings } = (await send(platform, "GET", `/v1/algorithms/demo/${name}`)).json;
    expect({ details, settings }).toEqual({ details: before.details, settings: before.settings });
  },
);

test("reference 5.1: royalties are set by a publish only, and a detail that is null is one that is not said", async () => {
  const body = { name: "royal", details: { label: "Royal", tagline: null }, settings: { royalty_microcredits: 5 } };
  const created = (await send(platform, "POST", "/v1/algorithms/demo", { body })).json;
  expect(created).toMatchObject({ details: { label: "Royal", tagline: "" }, settings: { royalty_microcredits: 0 } });
  const changed = { details: { label: null }, settings: { royalty_microcredits: 5 } };
  expect((await send(platform, "PUT", "/v1/algorithms/demo/royal", { body: changed })).json).toMatchObject(created);
  await send(platform, "POST", "/v1/algorithms/demo/royal/compile");
  const published = await send(platform, "POST", "/v1/algorithms/demo/royal/versions", { body: changed });
  expect(published.json).toMatchObject({ details: { label: "Royal" }, settings: { royalty_microcredits: 5 } });
});
