import { collectionOf, fileNameOf, joinUri, parseStore, takeFileApart, takeStoreApart } from "../../../provider/model/store-uri";

test.each([
  ["data://acme/sentiment", "data://acme/sentiment"],
  ["data://acme/sentiment/", "data://acme/sentiment"],
  ["DATA://acme/Sentiment_2", "data://acme/Sentiment_2"],
  ["s3+prod://models/sentiment/", "s3+prod://models/sentiment"],
  ["s3://models", "s3://models"],
  ["gs+eu://bucket/a b/c", "gs+eu://bucket/a b/c"],
  ["azureblob://container/x", "azureblob://container/x"],
  ["dropbox://", "dropbox://"],
  ["dropbox://models", "dropbox://models"],
  ["azureblob+lab://", "azureblob+lab://"],
])("%s is the store %s", (text, uri) => {
  expect(parseStore(text)).toBe(uri);
});

test("a store is taken apart into owner and collection, or bucket and prefix", () => {
  expect(takeStoreApart("data://acme/sentiment")).toEqual({
    kind: "hosted",
    uri: "data://acme/sentiment",
    owner: "acme",
    collection: "sentiment",
  });
  expect(takeStoreApart("s3+prod://models/a/b")).toEqual({
    kind: "connector",
    uri: "s3+prod://models/a/b",
    protocol: "s3",
    label: "prod",
    bucket: "models",
    prefix: "a/b",
  });
});

test.each([
  ["", "expected data://owner/collection or s3+label://bucket/prefix"],
  ["acme/sentiment", "expected data://owner/collection"],
  ["data:/acme/sentiment", "expected data://owner/collection"],
  ["data://acme", "expected data://owner/collection"],
  ["data://acme/sentiment/model.pkl", "a collection has no folders"],
  ["data://.my/sentiment", ".my means whoever asks"],
  ["data://acme/my-models", 'the collection "my-models" may hold only letters, digits and "_"'],
  ["data://acme/2models", "begins with a letter"],
  [`data://acme/${"m".repeat(31)}`, "has 31 characters, the platform takes 30"],
  ["data://acme/a//b", "no empty part"],
  ["data://acme/..", '"." or ".."'],
  ["data+x://acme/sentiment", "hosted data has no label"],
  ["http://example.com/models", "there is no storage http://"],
  ["s3+prod://", "expected s3+prod://bucket/prefix"],
  ["s3+prod://models/a?b", 'clients would cut "a?b" at its "?"'],
  ["s3+prod://models/a%20b/c", 'clients would read the "%20" in "a%20b" as another character'],
])("%j is refused as a store: %s", (text, reason) => {
  expect(() => parseStore(text)).toThrow(expect.objectContaining({ code: "INPUT_INVALID", message: expect.stringContaining(reason) }));
});

test("the longest allowed names are taken", () => {
  const name = "m".repeat(30);
  expect(parseStore(`data://${name}/${name}`)).toBe(`data://${name}/${name}`);
});

test.each([
  ["data://acme/sentiment/model v7.pkl", "data://acme/sentiment", "model v7.pkl"],
  ["s3+prod://models/sentiment.pkl", "s3+prod://models", "sentiment.pkl"],
  ["s3+prod://models/a/b/sentiment.pkl", "s3+prod://models/a/b", "sentiment.pkl"],
  ["dropbox://model.pkl", "dropbox://", "model.pkl"],
  ["s3+prod://models/ü ☃/100%.pkl", "s3+prod://models/ü ☃", "100%.pkl"],
])("%s is a file in %s called %s", (text, store, fileName) => {
  expect(takeFileApart(text)).toEqual({ kind: "file", uri: text, store, fileName });
  expect(joinUri(store, fileName)).toBe(text);
});

test("of a file behind a connector a version may be named, which is no part of its name", () => {
  const uri = "s3+prod://models/a/v7.pkl?versionId=x%3D.y";
  expect(takeFileApart(uri)).toEqual({ kind: "file", uri, store: "s3+prod://models/a", fileName: "v7.pkl" });
  expect([collectionOf(uri), fileNameOf(uri)]).toEqual(["s3+prod://models/a", "v7.pkl"]);
  expect([collectionOf("dropbox+lab://v7.pkl"), fileNameOf("dropbox+lab://v7.pkl")]).toEqual(["dropbox+lab://", "v7.pkl"]);
});

test.each([
  "s3+prod://models/v7.pkl?region=eu",
  "s3+prod://models/v7.pkl#1",
  "s3+prod://models/a%2Fv7.pkl",
  "data://acme/sentiment",
  "data://acme/sentiment/",
  "s3+prod://models",
  "s3://models/a/",
  "data://acme/a/b/c",
  "data://.my/a/b",
  "x.pkl",
])("%s is not the URI of a file", (text) => {
  expect(takeFileApart(text).kind).toBe("invalid");
});

test("a file's URI is its collection and its name", () => {
  const uri = "data://acme/models/v7 final.pkl";
  expect([collectionOf(uri), fileNameOf(uri)]).toEqual(["data://acme/models", "v7 final.pkl"]);
  expect(joinUri(collectionOf(uri), fileNameOf(uri))).toBe(uri);
});
