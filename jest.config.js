const { availableParallelism } = require("node:os");

/** One run for every suite; `npm test -- tests/provider` narrows it to a folder. */
module.exports = {
  rootDir: __dirname,
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  testEnvironment: "node",
  transform: {
    "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } }],
  },
  testPathIgnorePatterns: ["/node_modules/", "/dist/"],
  modulePathIgnorePatterns: ["/dist/package.json"],
  // Against a test that hangs, not one that is slow: the longest take a minute on idle cores, and machines are busy.
  testTimeout: 900_000,
  // Most tests wait for processes of their own rather than compute: jest's default, one worker fewer than cores, leaves two cores half idle.
  maxWorkers: Math.min(4, availableParallelism()),
};
