/** Makes one call in a process of its own, which a test can kill: `node call-and-wait.cjs VERSION INPUT`. */
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { transformSync } = require("@swc/core");

// The sources are TypeScript, and what is compiled of them may be older.
require.extensions[".ts"] = (module, filename) => {
  const options = { filename, jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" }, swcrc: false };
  module._compile(transformSync(readFileSync(filename, "utf8"), options).code, filename);
};

const { createRunner } = require(join(__dirname, "..", "..", "..", "platform", "runner", "index.ts"));
const [version, data] = process.argv.slice(2);
createRunner().call(JSON.parse(version), { contentType: "text", data }, { timeoutSeconds: 1000, environment: {} });
