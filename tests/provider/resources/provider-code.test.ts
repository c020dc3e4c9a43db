import { existsSync } from "node:fs";
import { providerCode, typeToken } from "../../../provider/resources/provider-code";

/** These texts stand in the state of every stack: they may never change. */
test("the provider's code and type are the ones that states already name", () => {
  expect(providerCode("model-version")).toBe('exports.handler=()=>require("pulumi-algorithmia/handlers/model-version")');
  expect(typeToken("AlgorithmModelVersion")).toBe("pulumi-nodejs:dynamic/algorithmia:AlgorithmModelVersion");
});

test("the code finds the installed handler by the package's subpath", () => {
  const handler = require.resolve("pulumi-algorithmia/handlers/model-version");
  expect(existsSync(handler)).toBe(true);
  const provider = require(handler) as Record<string, unknown>;
  for (const method of ["configure", "check", "diff", "create", "read", "update", "delete"])
    expect(typeof provider[method]).toBe("function");
});
