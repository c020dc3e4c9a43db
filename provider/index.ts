export { AlgorithmiaError } from "./errors";
export { type DeployedPin, deployPins } from "./resources/deploy-pins";
export type { ModelInput, NamedModelArgs, ReferenceArgs, StoredModel } from "./resources/model-input";
export { AlgorithmModelVersion, type AlgorithmModelVersionArgs, type ServedModel } from "./resources/model-version";
export { AlgorithmiaProvider, type AlgorithmiaProviderArgs } from "./resources/provider";
export type { Comparison, Expectation, SmokeTest } from "./smoke";
