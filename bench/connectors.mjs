import { createProgress } from "../scripts/lib/progress.mjs";
import { obtainStorageServers } from "../scripts/storage-servers/obtain.mjs";
import { findStorageServer } from "../scripts/storage-servers/servers.mjs";
import { compare, median } from "./measure.mjs";
import { gibibyte, withModelFile } from "./model-file.mjs";
import { runSender } from "./run-sender.mjs";
import { startPlatform } from "./start-platform.mjs";
import { startS3 } from "./start-s3.mjs";

/** `BENCH_MEBIBYTES=128` makes a shorter run. */
const sizeBytes = process.env.BENCH_MEBIBYTES ? Number(process.env.BENCH_MEBIBYTES) * 1024 ** 2 : gibibyte;
const what = sizeBytes === gibibyte ? "1 GiB" : `${sizeBytes / 1024 ** 2} MiB`;

/** A large object through a connector against the SDK alone, to the same S3 server in the same run, each sender in a process of its own. */
export async function run({ tell }) {
  await obtainStorageServers({ progress: createProgress({ out: process.stderr }) });
  const file = findStorageServer("versitygw");
  if (!file) throw new Error("this benchmark needs versitygw, which could not be built; the reason stands above");
  return withModelFile(sizeBytes, async (path, folder) => {
    const server = await startS3(file, folder);
    const platform = await startPlatform();
    try {
      await connect(platform, server);
      const lines = await measure({ path, server, platform, tell });
      const peak = Math.round(platform.peakMebibytes());
      return [
        ...lines,
        { what: `peak memory of the platform after both`, value: peak, unit: " MiB", target: "≤ 250 MiB", holds: peak <= 250 },
      ];
    } finally {
      await platform.stop();
      await server.stop();
    }
  });
}

async function measure({ path, server, platform, tell }) {
  const alone = { ...process.env, ...server.environment };
  const through = { ...process.env, ALGORITHMIA_API: platform.url, ALGORITHMIA_API_KEY: platform.apiKey };
  const lines = [];
  const run = async (env, seen, name, ...args) => {
    const { seconds } = await runSender(name, args, env);
    seen.push(seconds);
    return seconds;
  };
  for (const direction of ["PUT", "GET"]) {
    const seen = { alone: [], through: [] };
    const { ratio, ratios } = await compare(
      5,
      () => run(alone, seen.alone, "s3", direction.toLowerCase(), "alone.bin", path),
      () =>
        direction === "PUT"
          ? run(through, seen.through, "bare", path, "data://s3+bench://models/through.bin")
          : run(through, seen.through, "get", `${platform.url}/v1/data/s3+bench://models/through.bin`),
    );
    const speed = (times) => `${Math.round(sizeBytes / 1e6 / median(times))} MB/s`;
    tell(
      `${direction} of ${what}: the SDK alone ${speed(seen.alone)}, through the connector ${speed(seen.through)}; ratios ${ratios.join(" ")}`,
    );
    const reference = "the SDK alone to the same server";
    lines.push({
      what: `${direction} of ${what} through a connector, speed`,
      value: ratio,
      unit: "×",
      reference,
      target: "≥ 0.8",
      holds: ratio >= 0.8,
    });
  }
  return lines;
}

async function connect({ url, owner, apiKey }, { endpoint, environment }) {
  const answer = await fetch(`${url}/v1/users/${owner}/connectors`, {
    method: "POST",
    headers: { Authorization: apiKey },
    body: JSON.stringify({
      protocol: "s3",
      label: "bench",
      writeable: true,
      cred_type: "iam",
      cred_data: { access_key_id: environment.AWS_ACCESS_KEY_ID, secret_access_key: environment.AWS_SECRET_ACCESS_KEY },
      settings: { endpoint },
    }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
