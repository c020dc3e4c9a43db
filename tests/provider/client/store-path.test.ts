import { connectorOf, dataPath, folderPath, hostedParts } from "../../../provider/client/store-path";

test.each([
  ["data://acme/sentiment/a b.pkl", "/v1/data/acme/sentiment/a%20b.pkl"],
  ["data://acme/c/k?versionId=1", "/v1/data/acme/c/k%3FversionId%3D1"],
  ["s3+prod://models/a/v%7.pkl", "/v1/connector/s3+prod/models/a/v%257.pkl"],
  ["s3://models/a.pkl?versionId=x%3D.y", "/v1/connector/s3/models/a.pkl?versionId=x%3D.y"],
  ["azureblob+lab://a.pkl", "/v1/connector/azureblob+lab/a.pkl"],
])("%s is served at %s", (uri, path) => {
  expect(dataPath(uri)).toBe(path);
});

test("a folder behind a connector is asked for as one, as an object may have its very name", () => {
  expect(folderPath("data://acme/sentiment")).toBe("/v1/data/acme/sentiment");
  expect(folderPath("s3+prod://models/a")).toBe("/v1/connector/s3+prod/models/a/");
  expect(folderPath("dropbox+lab://")).toBe("/v1/connector/dropbox+lab/");
});

test("owner and collection, or the connector, are read off an address", () => {
  expect(hostedParts("data://acme/sentiment")).toEqual(["acme", "sentiment"]);
  expect(connectorOf("s3+prod://models/a.pkl")).toBe("s3+prod");
});
