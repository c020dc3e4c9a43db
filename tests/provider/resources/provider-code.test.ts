import { existsSync } from "node:fs";
import { providerCode, typeToken } from "../../../provider/resources/provider-code";

/** These texts stand in the state of every stack: they may never change. */
const released = [
  [
    "AlgorithmModelVersion",
    "model-version",
    "pulumi-nodejs:dynamic/algorithmia:AlgorithmModelVersion",
    'exports.handler=()=>require("pulumi-algorithmia/handlers/model-version")',
  ],
  [
    "Algorithm",
    "algorithm",
    "pulumi-nodejs:dynamic/algorithmia:Algorithm",
    'exports.handler=()=>require("pulumi-algorithmia/handlers/algorithm")',
  ],
  [
    "DataCollection",
    "data-collection",
    "pulumi-nodejs:dynamic/algorithmia:DataCollection",
    'exports.handler=()=>require("pulumi-algorithmia/handlers/data-collection")',
  ],
  [
    "ModelFile",
    "model-file",
    "pulumi-nodejs:dynamic/algorithmia:ModelFile",
    'exports.handler=()=>require("pulumi-algorithmia/handlers/model-file")',
  ],
  [
    "AlgorithmSecret",
    "algorithm-secret",
    "pulumi-nodejs:dynamic/algorithmia:AlgorithmSecret",
    'exports.handler=()=>require("pulumi-algorithmia/handlers/algorithm-secret")',
  ],
  [
    "DataConnector",
    "data-connector",
    "pulumi-nodejs:dynamic/algorithmia:DataConnector",
    'exports.handler=()=>require("pulumi-algorithmia/handlers/data-connector")',
  ],
] as const;

test.each(released)("the provider's code and type of %s are the ones that states already name", (type, handler, token, code) => {
  expect(providerCode(handler)).toBe(code);
  expect(typeToken(type)).toBe(token);
});

test.each(released)("the code of %s finds the installed handler by the package's subpath", (_type, name) => {
  const handler = require.resolve(`pulumi-algorithmia/handlers/${name}`);
  expect(existsSync(handler)).toBe(true);
  const provider = require(handler) as Record<string, unknown>;
  for (const method of ["configure", "check", "diff", "create", "read", "update", "delete"])
    expect(typeof provider[method]).toBe("function");
});
