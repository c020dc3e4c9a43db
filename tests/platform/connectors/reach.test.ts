import { reaches } from "../../../platform/connectors/reach";

test.each([
  ["*", "", true],
  ["*", "bucket/a/b", true],
  ["models/*", "models/a/b.bin", true],
  ["models/*", "models/", true],
  ["models/*", "models-secret/a", false],
  ["models/*", "other/a", false],
  ["models/*/prod/*.bin", "models/x/prod/a.bin", true],
  ["models/*/prod/*.bin", "models/x/y/prod/a/b.bin", true],
  ["models/*/prod/*.bin", "models/x/test/a.bin", false],
  ["models/*/prod/*.bin", "models/x/prod/a.txt", false],
  ["a*a", "a", false],
  ["a*ab*b", "aab", false],
  ["*.bin", "a.bin/b", false],
  ["models/a.bin", "models/a.bin", true],
  ["models/a.bin", "models/a.bin2", false],
  ["models/dir", "models/dir/", true],
  ["models/(x)+", "models/(x)+", true],
])("%s reaches %s: %s", (pattern, path, expected) => {
  expect(reaches(pattern, path)).toBe(expected);
});
