/** What Algorithmia's own page set for a new Python algorithm: `settings` in the body of `POST /v1/algorithms/{owner}`. */
export const newAlgorithmSettings = {
  language: "python3-1",
  environment: "cpu",
  license: "apl",
  source_visibility: "closed",
  network_access: "full",
  pipeline_enabled: true,
};
