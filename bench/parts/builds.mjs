import { newAlgorithm } from "../algorithm.mjs";
import { median, percentile, round, seconds } from "../measure.mjs";

const languages = { Python: "python3-1", JavaScript: "javascript" };
const builds = 20;

/** Builds of unchanged requirements, from the request to the answer: the template of each language, in two algorithms by turns. */
export async function measureBuilds(client, tell) {
  const lines = [];
  for (const [language, setting] of Object.entries(languages)) {
    const names = ["built", "shares"].map((name) => `${name}_${setting.slice(0, 2)}`);
    for (const name of names) {
      const body = newAlgorithm(name);
      await client.ask(
        "POST",
        `/v1/algorithms/${client.owner}`,
        JSON.stringify({ ...body, settings: { ...body.settings, language: setting } }),
      );
    }
    const build = (name) =>
      seconds(async () => {
        const { compilation } = JSON.parse(await client.ask("POST", `/v1/algorithms/${client.owner}/${name}/compile`, "{}"));
        if (!compilation.successful) throw new Error(compilation.output);
      });
    const first = await build(names[0]);
    const times = [];
    for (let index = 1; index <= builds; index++) times.push(await build(names[index % 2]));
    tell(`builds of ${language}: the first ${round(first)} s, then the 99th percentile ${round(percentile(times, 0.99))} s`);
    const value = round(median(times));
    const what = `${language} build of unchanged requirements, median`;
    lines.push({ what, value, unit: " s", target: "< 2 s", holds: value < 2 });
  }
  return lines;
}
