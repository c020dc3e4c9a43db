import { nearestName } from "../../../provider/model/nearest-name";

const names = ["algorithm", "model", "store", "fileName", "versionType", "sampleInput", "sampleOutput"];

test.each([
  ["modle", "model"],
  ["Model", "model"],
  ["filename", "fileName"],
  ["version_type", "versionType"],
  ["sampleInputs", "sampleInput"],
  ["algoritm", "algorithm"],
])("%s was probably meant as %s", (name, meant) => {
  expect(nearestName(name, names)).toBe(meant);
});

test.each(["zebra", "", "x"])("%j is near to nothing", (name) => {
  expect(nearestName(name, names)).toBeUndefined();
});
