import { readDataPath } from "../../../platform/data/path";

const file = (alias: string, collection: string, name: string) => ({ kind: "file", alias, collection, file: name });
const behind = (connector: string, path: string) => ({ kind: "connector", connector, path });

test.each([
  ["/v1/data", { kind: "root" }],
  ["/v1/data/", { kind: "root" }],
  ["/v1/data/data://", { kind: "root" }],
  ["/v1/data/.my", { kind: "user", alias: ".my" }],
  ["/v1/data/ann/", { kind: "user", alias: "ann" }],
  ["/v1/data/ann/c/", { kind: "collection", alias: "ann", collection: "c" }],
  ["/v1/data/ann/c?acl=true", { kind: "collection", alias: "ann", collection: "c" }],
  ["/v1/data/ann/c/f.txt", file("ann", "c", "f.txt")],
  ["/v1/data//ann/c/f.txt", file("ann", "c", "f.txt")],
  ["/v1/data/data://ann/c/f.txt", file("ann", "c", "f.txt")],
  ["/v1/data/data%3A%2F%2Fann%2Fc%2Ff.txt", file("ann", "c", "f.txt")],
  ["/v1/data/.my%2Fc%2Fa+b.txt", file(".my", "c", "a b.txt")],
  ["/v1/data/.my/c/a+b.txt", file(".my", "c", "a+b.txt")],
  ["/v1/data/.my/c/100%.txt", file(".my", "c", "100%.txt")],
  ["/v1/data/.my/c/%C3%A9%20%25.txt", file(".my", "c", "é %.txt")],
  ["/v1/connector/data/ann/c/f.txt", file("ann", "c", "f.txt")],
  ["/v1/data/.session", { kind: "collection", alias: ".session", collection: "" }],
  ["/v1/connector/data/.session/f", file(".session", "", "f")],
  ["/v1/data/.session/d/f", { kind: "too deep", text: "data://.session/d/f" }],
  ["/v1/data/.algo", { kind: "user", alias: ".algo" }],
  ["/v1/data/.algo/temp/", { kind: "collection", alias: ".algo", collection: "temp" }],
  ["/v1/data/.algo%2Fperm%2Ff", file(".algo", "perm", "f")],
  ["/v1/data/.algo/ann", { kind: "user", alias: ".algo/ann" }],
  ["/v1/data/.algo/ann/hello", { kind: "user", alias: ".algo/ann/hello" }],
  ["/v1/data/.algo/ann/hello/perm", { kind: "collection", alias: ".algo/ann/hello", collection: "perm" }],
  ["/v1/data/data://.algo/ann/hello/temp/f", file(".algo/ann/hello", "temp", "f")],
  ["/v1/data/.algo/ann/hello/temp/d/f", { kind: "too deep", text: "data://.algo/ann/hello/temp/d/f" }],
  ["/v1/connector/s3+prod/bucket/key", behind("s3+prod", "bucket/key")],
  ["/v1/connector/dropbox/x", behind("dropbox", "x")],
  ["/v1/data/s3+prod://bucket/key", behind("s3+prod", "bucket/key")],
  ["/v1/data/s3%2Bprod%3A%2F%2Fbucket%2Fkey", behind("s3+prod", "bucket/key")],
  ["/v1/data/s3://bucket/a//b/", behind("s3", "bucket/a//b/")],
  ["/v1/data/gs:///bucket/a%2Bb", behind("gs", "bucket/a+b")],
  ["/v1/data/azureblob+x://", behind("azureblob+x", "")],
  ["/v1/data/ann/c/d/f.txt", { kind: "too deep", text: "data://ann/c/d/f.txt" }],
])("%s is read", (url, expected) => {
  expect(readDataPath(url)).toEqual(expected);
});

test.each([
  ["/v1/data/ann/../c", "PATH_INVALID"],
  ["/v1/data/ann/%2e%2e/c", "PATH_INVALID"],
  ["/v1/data/ann%2F..%2Fc", "PATH_INVALID"],
  ["/v1/data/ann/c/.", "PATH_INVALID"],
  ["/v1/data/ann/c/a%00b", "PATH_INVALID"],
  ["/v1/data/ann/c/%FF", "PATH_INVALID"],
  ["/v1/connector/nonsense/x", "PATH_INVALID"],
  ["/v1/data/ftp+prod://bucket/key", "PATH_INVALID"],
  ["/v1/data/s3+pr-od://bucket/key", "PATH_INVALID"],
  ["/v1/data/s3+prod://bucket/a/../../b", "PATH_INVALID"],
  ["/v1/connector/s3+prod/bucket/%2e%2e/b", "PATH_INVALID"],
])("%s is refused with %s", (url, reason) => {
  expect(() => readDataPath(url)).toThrow(expect.objectContaining({ reason }));
});
