import { renderHistory } from "../../../provider/cli/render-history";
import type { History } from "../../../provider/history";

const history: History = {
  algorithm: "acme/sentiment",
  publishedVersions: 3,
  firstPublishedAt: "2026-04-01T00:00:00.000Z",
  entries: [
    {
      version: "0.10.0",
      versionHash: "41d07a55".repeat(5),
      publishedAt: "2026-05-01T12:00:07.123Z",
      author: "\u001b[31mAda Lovelace of the Analytical Engine",
      origin: { commit: "0a1b2c3d".repeat(5), dirty: true, pullRequest: "https://github.com/acme/infra/pull/12" },
      files: [
        {
          name: "",
          uri: "data://acme/sentiment/m-9f2c41d07a55.pkl",
          sha256: "9f2c41d07a55".padEnd(64, "0"),
          sizeBytes: 1_258_291,
          storage: "unchanged",
        },
        { name: "words", uri: "data://acme/sentiment/w-0c5e.pkl", storage: "missing" },
      ],
    },
    { version: "0.9.0", versionHash: "c3d07a55".repeat(5), files: [] },
  ],
};

test("versions and their files stand below each other, and nothing that was written into a commit controls the terminal", () => {
  expect(renderHistory([history])).toBe(
    [
      "acme/sentiment: the newest 2 of 3 published versions",
      "VERSION  PUBLISHED             COMMIT    BY                    ROLLED OUT FROM",
      "0.10.0   2026-05-01 12:00:07Z  41d07a55  [31mAda Lovelace of…  0a1b2c3d+changes https://github.com/acme/infra/pull/12",
      "         model  9f2c41d07a55    1.2 MiB  data://acme/sentiment/m-9f2c41d07a55.pkl",
      "         words  sha256 unknown  -        data://acme/sentiment/w-0c5e.pkl  (not in storage any more)",
      "0.9.0    -                     c3d07a55  -                     -",
      "         the source does not tell which file it serves",
      "",
    ].join("\n"),
  );
});

test("an algorithm without versions, one that is missing, and a time before the first version are said in words", () => {
  const at = new Date("2026-03-01T00:00:00Z");
  expect(
    renderHistory([
      { algorithm: "acme/new", publishedVersions: 0, entries: [] },
      { algorithm: "acme/gone", missing: true },
    ]),
  ).toBe("acme/new: nothing is published yet\n\nacme/gone: there is no such algorithm\n");
  expect(renderHistory([{ ...history, entries: [] }], { at })).toBe(
    "acme/sentiment at 2026-03-01 00:00:00Z: nothing was published yet; the first version came 2026-04-01 00:00:00Z\n",
  );
});
