export { AlgorithmiaError } from "./errors";
export { Algorithm, type AlgorithmArgs } from "./resources/algorithm";
export { AlgorithmSecret, type AlgorithmSecretArgs } from "./resources/algorithm-secret";
export { DataCollection, type DataCollectionArgs } from "./resources/data-collection";
export {
  type AzureBlobStore,
  DataConnector,
  type DataConnectorArgs,
  type DropboxStore,
  type GoogleStorageStore,
  type S3Store,
} from "./resources/data-connector";
export { type DeployedPin, deployPins } from "./resources/deploy-pins";
export {
  type AlgorithmVersion,
  type GetAlgorithmVersionArgs,
  type GetAlgorithmVersionOutputArgs,
  getAlgorithmVersion,
  getAlgorithmVersionOutput,
} from "./resources/get-algorithm-version";
export { ModelFile, type ModelFileArgs } from "./resources/model-file";
export type { ModelInput, NamedModelArgs, ReferenceArgs, StoredModel } from "./resources/model-input";
export { AlgorithmModelVersion, type AlgorithmModelVersionArgs, type ServedModel } from "./resources/model-version";
export { AlgorithmiaProvider, type AlgorithmiaProviderArgs } from "./resources/provider";
export type { Comparison, Expectation, SmokeTest } from "./smoke";
