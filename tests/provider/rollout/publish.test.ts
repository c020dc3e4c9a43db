import type { Platform, PublishedVersion } from "../../../provider/client";
import { errors } from "../../../provider/errors";
import { type Desired, defaultTimeouts } from "../../../provider/rollout/desired";
import { publish } from "../../../provider/rollout/publish";
import { silent } from "../../../provider/rollout/report";

const desired = { algorithm: "acme/sentiment", versionType: "minor", callability: "public", timeouts: defaultTimeouts } as Desired;
const built = { build_id: "b2", status: "succeeded" as const, commit_sha: "c1" };
const version = (number: string, commit: string, buildId: string | undefined): PublishedVersion => ({
  version: number,
  commit,
  buildId,
  callability: undefined,
  sampleInput: undefined,
  publishedAt: undefined,
});

/** A platform of which only what a publish asks is there; `answers` are given in turn. */
function platformThat(answers: (() => Promise<PublishedVersion | undefined>)[], listed: PublishedVersion[]) {
  const calls: string[] = [];
  const algorithms = {
    publish: () => {
      calls.push("publish");
      return (answers.shift() ?? (() => Promise.resolve(undefined)))();
    },
    publishedVersions: async () => listed,
    builds: async () => [built],
    compile: async () => void calls.push("compile"),
  };
  return { calls, platform: { algorithms, connection: { apiAddress: "https://api.acme.example" } } as unknown as Platform };
}

const lost = () => Promise.reject(errors.PLATFORM_UNREACHABLE("https://api.acme.example", "publishing", "ECONNRESET"));

test("lessons 1.7: a lost answer is believed only when the build is published, not when an older version has the same commit", async () => {
  const older = version("0.1.0", "c1", "b1");
  const { platform } = platformThat([lost], [older]);
  await expect(publish(desired, "c1", built, platform, silent)).rejects.toMatchObject({ code: "PLATFORM_UNREACHABLE" });
  const done = version("0.2.0", "c1", "b2");
  const { platform: after, calls } = platformThat([lost], [older, done]);
  await expect(publish(desired, "c1", built, after, silent)).resolves.toBe(done);
  expect(calls).toEqual(["publish"]);
});

test("when the platform publishes somebody else's newer build, this commit is built again and published after it", async () => {
  const others = version("0.2.0", "c9", "b9");
  const ours = version("0.3.0", "c1", "b2");
  const { platform, calls } = platformThat([async () => others, async () => ours], [others]);
  await expect(publish(desired, "c1", built, platform, silent)).resolves.toBe(ours);
  expect(calls).toEqual(["publish", "compile", "publish"]);
});

test("a platform that never publishes this commit is given up on", async () => {
  const others = version("0.2.0", "c9", "b9");
  const { platform } = platformThat([async () => others, async () => others, async () => others], [others]);
  await expect(publish(desired, "c1", built, platform, silent)).rejects.toMatchObject({ code: "PUBLISH_NOT_VERIFIED" });
});
