import { splitVersion, withVersion } from "../../../provider/model/object-version";

test.each([
  ["s3+prod://b/k.pkl?versionId=3HL4.rm_S", "s3+prod://b/k.pkl", "3HL4.rm_S"],
  ["azureblob+lab://k.pkl?versionId=2026-01-01T00%3A00%3A00.0Z", "azureblob+lab://k.pkl", "2026-01-01T00:00:00.0Z"],
  ["gs+eu://b/k", "gs+eu://b/k", undefined],
  ["data://acme/c/k?versionId=1", "data://acme/c/k?versionId=1", undefined],
  ["s3://b/k?versionId=%E0%A4", "s3://b/k?versionId=%E0%A4", undefined],
])("%s is the object %s in version %s, and back", (text, uri, versionId) => {
  expect(splitVersion(text)).toEqual({ uri, ...(versionId !== undefined && { versionId }) });
  expect(withVersion(uri, versionId)).toBe(text);
});
