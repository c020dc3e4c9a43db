import * as connector from "../../../../provider/handlers/data-connector";
import { unknownValue } from "../../../../provider/host/wire";

const s3 = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "open sesame" };
const key = JSON.stringify({ type: "service_account", client_email: "a@b.c", private_key: "open sesame" });
const check = async (news: Record<string, unknown>, olds = {}) => connector.check(olds, { ...news, __provider: "code" });
const inputsOf = async (news: Record<string, unknown>, olds = {}) => {
  const result = await check(news, olds);
  if ("failures" in result) throw new Error(result.failures.map(({ reason }) => reason).join("\n"));
  return result.inputs;
};

test("a connector with a label is not the default one unless told so, one without is; it is read-only and reaches everything", async () => {
  expect(await inputsOf({ label: "prod", s3 })).toEqual({ label: "prod", isDefault: false, path: "*", writeable: false, s3 });
  expect(await inputsOf({ s3 })).toEqual({ isDefault: true, path: "*", writeable: false, s3 });
  expect(await inputsOf({ label: "prod", isDefault: true, s3 })).toMatchObject({ isDefault: true });
});

test("what says nothing new is no input: an empty label, slashes before the path, empty fields", async () => {
  expect(await inputsOf({ label: "", path: "/models/*", s3: { ...s3, region: "", environment: false } })).toEqual(
    await inputsOf({ path: "models/*", s3 }),
  );
});

test("each store takes its own fields; a service account's key is taken as JSON and as its base64", async () => {
  const environment = { region: "eu-west-1", environment: true };
  const azureblob = { storageUri: "https://acme.blob.core.windows.net", containerName: "models", sasToken: "?sv=1&sig=x" };
  const dropbox = { accessToken: "one", refreshToken: "two", appKey: "key", appSecret: "three" };
  for (const store of [{ s3: environment }, { azureblob }, { gs: { credentials: key, projectId: "acme" } }, { dropbox }]) {
    expect(await inputsOf(store)).toMatchObject(store);
  }
  const credentials = Buffer.from(key).toString("base64");
  expect(await inputsOf({ gs: { credentials } })).toMatchObject({ gs: { credentials } });
});

test("without owner a connector stays with the account that it is known to be of", async () => {
  expect(await inputsOf({ s3 }, { owner: "acme" })).toMatchObject({ owner: "acme" });
  expect(await inputsOf({ s3, owner: "demo" }, { owner: "acme" })).toMatchObject({ owner: "demo" });
});

test("values that are not known yet pass through", async () => {
  const unknown = { accessKeyId: unknownValue, secretAccessKey: unknownValue };
  expect(await inputsOf({ label: unknownValue, path: unknownValue, s3: unknown })).toMatchObject({ label: unknownValue, s3: unknown });
  expect(await inputsOf({ gs: unknownValue })).toMatchObject({ gs: unknownValue });
});

test.each<[string, Record<string, unknown>, string]>([
  ["no store", { label: "prod" }, "none is given"],
  ["two stores", { s3, gs: { credentials: key } }, "s3 and gs are given"],
  ["a label with other characters", { label: "my-label", s3 }, "expected letters and digits"],
  ["no default without a label", { isDefault: false, s3 }, "a connector without a label is always the default one"],
  ["a missing key", { s3: { accessKeyId: "AKIAEXAMPLE" } }, "Input s3: secretAccessKey: expected a text"],
  ["a misspelt field", { s3: { ...s3, secretKey: "open sesame" } }, 'there is no field "secretKey"'],
  ["a misspelt input", { s3, writable: true }, "Did you mean writeable?"],
  ["an address with a signature", { azureblob: { storageUri: "https://a.example/?sig=open sesame" } }, "without user, password and query"],
  ["a key that is no key", { gs: { credentials: "open sesame" } }, "expected the JSON text of a service account's key"],
  ["keys beside the environment", { s3: { ...s3, environment: true } }, "either keys or `environment: true`"],
  ["an environment of others", { dropbox: { accessToken: "open sesame", environment: true } }, 'there is no field "environment"'],
  ["a text for a store", { s3: "open sesame" }, "Input s3: expected an object"],
])("bad input is refused with a reason and without its values: %s", async (_, news, text) => {
  const result = await check(news);
  const failures = "failures" in result ? result.failures : [];
  expect(failures.map(({ reason }) => reason).join("\n")).toContain(text);
  expect(failures.map(({ property }) => property).join("")).toBe("");
  expect(JSON.stringify(failures)).not.toContain("open sesame");
});

test("protocol, label and owner replace it, the rest is changed in place; of two defaults the old one goes first", async () => {
  const olds = { connectorId: "s3+prod", protocol: "s3", label: "prod", owner: "acme", isDefault: true, path: "*", s3 };
  const diff = (news: Record<string, unknown>) => connector.diff("id", olds, { ...olds, ...news });
  expect(await diff({ path: "models/*", writeable: true, isDefault: false, s3: { ...s3, secretAccessKey: "new" } })).toEqual({
    replaces: [],
    deleteBeforeReplace: false,
  });
  expect(await diff({ label: "next" })).toEqual({ replaces: ["label"], deleteBeforeReplace: true });
  expect(await diff({ label: "next", isDefault: false })).toEqual({ replaces: ["label"], deleteBeforeReplace: false });
  expect(await diff({ owner: "demo" })).toEqual({ replaces: ["owner"], deleteBeforeReplace: false });
  expect((await diff({ owner: "ACME" })).replaces).toEqual([]);
  expect((await diff({ owner: undefined })).replaces).toEqual([]);
  expect(await diff({ s3: undefined, gs: { credentials: key } })).toEqual({ replaces: ["s3", "gs"], deleteBeforeReplace: false });
});
