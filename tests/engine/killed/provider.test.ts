import { setScene } from "../scene";
import { providerProcesses } from "../stack";
import { fewestSteps, killCreations, killUpdates, type When } from "./kills";

const scene = setScene();

test.each<When>(["asked", "answered"])(
  "a provider that is killed at every step of an update, its request %s, is followed by exactly one version each time",
  async (when) => {
    expect(await killUpdates(scene, `update${when}`, when, providerProcesses)).toBeGreaterThanOrEqual(fewestSteps[when]);
  },
);

test("a provider that is killed at every step of a first rollout is followed by exactly one version each time", async () => {
  expect(await killCreations(scene, "create", "answered", providerProcesses)).toBeGreaterThanOrEqual(fewestSteps.answered);
});
