import { whatStays } from "../../../../provider/handlers/model-version/what-stays";

const hosted = { uri: "data://acme/a/m.pkl", sha256: "0".repeat(64) };
const through = (connector: string) => ({ uri: `${connector}://models/m.pkl`, sha256: "0".repeat(64) });

test("what was published with hosted data stays callable, and so it is said", () => {
  const told = "acme/a: its published versions and uploaded files stay, and stay callable; only the stack forgets them.";
  expect(whatStays("acme/a", { modelUri: hosted.uri })).toBe(told);
  expect(whatStays("acme/a", { models: { bert: hosted } })).toBe(told);
  expect(whatStays("acme/a", {})).toBe(told);
});

test("what loads its model through a data connector needs that as long as it is called: it may be destroyed along", () => {
  expect(whatStays("acme/a", { modelUri: "s3+prod://models/m.pkl?versionId=1" })).toBe(
    "acme/a: its published versions and uploaded files stay; only the stack forgets them. " +
      "What serves now loads its model through the data connector s3+prod: callable only as long as that and the file are there.",
  );
  expect(
    whatStays("acme/a", { modelUri: hosted.uri, models: { a: through("gs"), b: through("gs"), c: through("dropbox+lab") } }),
  ).toContain("through the data connectors gs and dropbox+lab: callable only as long as those and the files are there.");
});
