/**
 * Says which version of each algorithm to call, as a Markdown table.
 *
 *   pulumi stack output --json | node scripts/versions-to-call.mjs
 */
import { text } from "node:stream/consumers";

const { algorithms = {} } = JSON.parse(await text(process.stdin));
const rows = Object.entries(algorithms).map(
  ([name, { algorithmUri, modelSha256 }]) => `| ${name} | ${algorithmUri} | ${modelSha256?.slice(0, 12)} |`,
);
console.log(["| Algorithm | Call | Model, sha256 |", "| --- | --- | --- |", ...rows].join("\n"));
