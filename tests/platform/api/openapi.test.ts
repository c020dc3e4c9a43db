import { operationsList } from "../../../platform/api/operations-list";
import { type Platform, startPlatform } from "../../../platform/index";
import { send } from "./support";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

test("reference 5.4: /v1/openapispec names every operation, and says which answer 501", async () => {
  const { status, json } = await send(platform, "GET", "/v1/openapispec", { key: null });
  expect([status, json.openapi, json.servers]).toEqual([200, "3.0.0", [{ url: platform.url }]]);
  const told = Object.entries<Record<string, { operationId: string }>>(json.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`),
  );
  expect(told.sort()).toEqual(operationsList.map(({ id, method, path }) => `${id} ${method} ${path}`).sort());
  expect(json.paths["/v1/algorithms/{username}/{algoname}"].get.responses).not.toHaveProperty("501");
  expect(json.paths["/v1/registries"].get.responses).toHaveProperty("501");
});
