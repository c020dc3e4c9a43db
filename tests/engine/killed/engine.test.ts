import { setScene } from "../scene";
import { engineProcesses } from "../stack";
import { fewestSteps, killCreations, killUpdates } from "./kills";

const scene = setScene();

test("an engine that is killed at every step of a first rollout leaves a provider that finishes its call, and is followed by exactly one version each time", async () => {
  expect(await killCreations(scene, "create", "answered", engineProcesses)).toBeGreaterThanOrEqual(fewestSteps.answered);
});

test("an engine that is killed at every step of an update leaves a provider that finishes its call, and is followed by exactly one version each time", async () => {
  expect(await killUpdates(scene, "update", "answered", engineProcesses)).toBeGreaterThanOrEqual(fewestSteps.answered);
});
