/** The configuration keys of a connection (design §3.1), each with its environment variable. */
export const configKeys = {
  apiKey: { key: "algorithmia:apiKey", environment: "ALGORITHMIA_API_KEY" },
  apiAddress: { key: "algorithmia:apiAddress", environment: "ALGORITHMIA_API" },
  gitAddress: { key: "algorithmia:gitAddress", environment: "ALGORITHMIA_GIT_ENDPOINT" },
  caCert: { key: "algorithmia:caCert", environment: "REQUESTS_CA_BUNDLE" },
} as const;

/** The profile of `~/.algorithmia/config` to take what neither of these gives. Default: `default`. */
export const profileKey = "algorithmia:profile";

/** `false` keeps previews from looking at the platform. */
export const previewPlanKey = "algorithmia:previewPlan";
