import type { Pin } from "../../../provider/pins/parse-pins";
import { scopesOf } from "../../../provider/retention/scopes";

const sha256 = "ab".repeat(32);
const pins = (algorithms: Record<string, Pin>, path = "models.yaml") => ({ path, algorithms });

test("each pinned algorithm's own collection is looked through, once for all pin files", () => {
  const dev = pins({ "acme/sentiment": { model: "models/new.pkl", sha256 } }, "dev.yaml");
  const prod = pins({ "acme/sentiment": { uri: "data://acme/sentiment/old-ab12.pkl", sha256, fileName: "{sha256}{ext}" } }, "prod.yaml");
  expect(scopesOf([dev, prod], false)).toEqual({
    stores: [
      {
        store: "data://acme/sentiment",
        algorithms: ["acme/sentiment"],
        fileNames: ["{stem}-{sha256:12}{ext}", "{sha256}{ext}"],
        modelNames: ["models/new.pkl", "data://acme/sentiment/old-ab12.pkl"],
      },
    ],
    skipped: [],
  });
});

test("a collection that others may read is left alone unless they are said to be pinned too", () => {
  const file = pins({
    "acme/sentiment": { model: "m.pkl", sha256, store: "data://acme/models/" },
    "acme/topics": { uri: "data://acme/models/t.pkl", sha256 },
  });
  const careful = scopesOf([file], false);
  expect(careful.stores.map(({ store }) => store)).toEqual(["data://acme/sentiment", "data://acme/topics"]);
  expect(careful.skipped).toEqual([{ store: "data://acme/models", because: expect.stringContaining("other algorithms may read it") }]);

  const told = scopesOf([file], true);
  expect(told.skipped).toEqual([]);
  expect(told.stores.find(({ store }) => store === "data://acme/models")?.algorithms).toEqual(["acme/sentiment", "acme/topics"]);
});

test("one algorithm's own collection stays in scope when another's pin names a file there", () => {
  const file = pins({ "acme/sentiment": { model: "m.pkl", sha256 }, "acme/staging": { uri: "data://acme/sentiment/m-ab.pkl", sha256 } });
  expect(scopesOf([file], false)).toMatchObject({
    skipped: [],
    stores: [{ store: "data://acme/sentiment" }, { store: "data://acme/staging" }],
  });
});

test("a folder behind a connector is looked through as a shared collection, and one that ends with the algorithm's name as its own", () => {
  const file = pins({
    "acme/sentiment": { model: "m.pkl", sha256, store: "s3+prod://models/acme/sentiment" },
    "acme/topics": { uri: "s3+prod://models/t.pkl?versionId=1", sha256 },
  });
  const careful = scopesOf([file], false);
  expect(careful.stores.map(({ store }) => store)).toContain("s3+prod://models/acme/sentiment");
  expect(careful.skipped).toEqual([{ store: "s3+prod://models", because: expect.stringContaining("other algorithms may read it") }]);
  expect(scopesOf([file], true).stores.map(({ store }) => store)).toContain("s3+prod://models");
});
