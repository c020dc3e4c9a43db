import { compare, median } from "./measure.mjs";
import { gibibyte, withModelFile } from "./model-file.mjs";
import { runSender } from "./run-sender.mjs";
import { startPlatform } from "./start-platform.mjs";

/** The provider's client against a bare `http.request` with the same stream, to the same server, each in a process of its own. */
export async function run({ tell }) {
  return withModelFile(gibibyte, async (path) => {
    const platform = await startPlatform();
    try {
      await fetch(`${platform.url}/v1/data/${platform.owner}`, {
        method: "POST",
        headers: { Authorization: platform.apiKey, "Content-Type": "application/json" },
        body: JSON.stringify({ name: "bench" }),
      });
      const environment = { ...process.env, ALGORITHMIA_API: platform.url, ALGORITHMIA_API_KEY: platform.apiKey };
      const peaks = [];
      const send = async (name) => {
        const { seconds, peakMebibytes } = await runSender(name, [path, `data://${platform.owner}/bench/model.bin`], environment);
        if (name === "client") peaks.push(peakMebibytes);
        return seconds;
      };
      const { ratio, ratios } = await compare(
        5,
        () => send("bare"),
        () => send("client"),
      );
      const peak = Math.round(median(peaks));
      const platformPeak = Math.round(platform.peakMebibytes());
      tell(`upload 1 GiB, bare request's time / client's: ${ratios.join(" ")}`);
      return [
        {
          what: "upload of 1 GiB, share of the reference's speed",
          value: ratio,
          unit: "",
          reference: "a bare http.request",
          target: "≥ 0.8",
          holds: ratio >= 0.8,
        },
        { what: "peak memory of the client during it", value: peak, unit: " MiB", target: "≤ 150 MiB", holds: peak <= 150 },
        {
          what: "peak memory of the platform during it",
          value: platformPeak,
          unit: " MiB",
          target: "≤ 200 MiB",
          holds: platformPeak <= 200,
        },
      ];
    } finally {
      await platform.stop();
    }
  });
}
