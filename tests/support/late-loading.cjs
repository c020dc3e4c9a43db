const Module = require("node:module");

/**
 * Preloaded into every Node.js process of a Pulumi command of the tests: `@pulumi/pulumi` gets the TypeScript compiler and npm's tree of
 * packages when it uses them, not when it starts. It needs them to serialize functions, which nothing here does, and they are more than half of
 * what a provider takes to start: 0.4 of 0.65 s of a processor, for each operation of each test.
 */
const late = ["typescript", "@npmcli/arborist"];
const inSdk = /[\\/]@pulumi[\\/]pulumi[\\/]/;

const load = Module._load;
Module._load = (request, parent, ...more) => {
  const whole = () => load(request, parent, ...more);
  if (!late.includes(request) || !inSdk.test(parent?.filename ?? "")) return whole();
  return new Proxy({}, { get: (_, name) => (name === "__esModule" ? true : whole()[name]) });
};
