/** Makes one call in a process of its own, which a test can kill: `node call-and-wait.cjs VERSION INPUT [ISOLATION]`; an INPUT that is JSON is sent as such. */
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { transformSync } = require("@swc/core");

// The sources are TypeScript, and what is compiled of them may be older.
require.extensions[".ts"] = (module, filename) => {
  const options = { filename, jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" }, swcrc: false };
  module._compile(transformSync(readFileSync(filename, "utf8"), options).code, filename);
};

const { createConfinement, createRunner } = require(join(__dirname, "..", "..", "..", "platform", "runner", "index.ts"));
const [version, data, isolation = "none"] = process.argv.slice(2);
const input = data.startsWith("[") ? { contentType: "json", data: JSON.parse(data) } : { contentType: "text", data };
const runner = createRunner({}, createConfinement({ isolation }));
runner.call(JSON.parse(version), input, { timeoutSeconds: 1000, environment: {} });
