import { createAlgorithm, pushSource } from "./algorithm.mjs";
import { connectTo } from "./connect.mjs";
import { seconds } from "./measure.mjs";
import { startPlatform } from "./start-platform.mjs";

const callers = 64;
const instances = 4;

/**
 * Callers who call again as soon as they are answered, while one version after another is pushed, built and published.
 * @param forSeconds how long they call
 */
export async function sustainedCalls(forSeconds, tell) {
  const platform = await startPlatform("--instances", String(instances));
  try {
    const client = connectTo(platform);
    const name = await createAlgorithm(platform, "busy");
    const source = (version) => `def apply(input):\n    return [${version}, input]\n`;
    let published = 0;
    const publish = async (version) => {
      await pushSource(platform, "busy", source(version));
      await client.ask("POST", `/v1/algorithms/${name}/compile`, "{}");
      await client.ask("POST", `/v1/algorithms/${name}/versions`, JSON.stringify({ settings: { algorithm_callability: "public" } }));
      published = version;
    };
    await publish(1);

    const seen = { calls: 0, failed: 0, mixed: 0 };
    const end = Date.now() + forSeconds * 1000;
    const caller = async (id) => {
      for (let number = 0; Date.now() < end; number++) {
        const input = `${id} ${number}`;
        const least = published;
        seen.calls += 1;
        try {
          const { result, error } = JSON.parse(await client.ask("POST", `/v1/algo/${name}`, JSON.stringify(input)));
          if (error) throw new Error(error.message);
          // Another caller's answer, or that of a version which was no longer the newest when the call began.
          if (result[1] !== input || result[0] < least) seen.mixed += 1;
        } catch (error) {
          seen.failed += 1;
          tell(`a call failed: ${error.message}`);
        }
      }
    };
    const publisher = async () => {
      while (Date.now() < end) await publish(published + 1);
    };
    const took = await seconds(() => Promise.all([publisher(), ...Array.from({ length: callers }, (_, id) => caller(id))]));
    tell(`${callers} callers: ${seen.calls} calls in ${Math.round(took)} s, ${published - 1} versions published meanwhile`);
    const what = (kind) => `${kind} of ${seen.calls} calls, ${callers} callers of ${instances} instances, ${published - 1} publishes`;
    return [
      { what: what("failed"), value: seen.failed, unit: "", target: "0", holds: seen.failed === 0 },
      { what: what("mixed answers"), value: seen.mixed, unit: "", target: "0", holds: seen.mixed === 0 },
    ];
  } finally {
    await platform.stop();
  }
}
