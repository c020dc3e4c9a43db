/** Settings of a new Python algorithm, as Algorithmia's own page made it: the body of `POST /v1/algorithms/{owner}` needs all of them. */
export const newAlgorithmSettings = {
  language: "python3-1",
  environment: "cpu",
  license: "apl",
  source_visibility: "closed",
  network_access: "full",
  pipeline_enabled: true,
};
