import { type AlgorithmsClient, createAlgorithmsClient } from "./algorithms";
import { type CollectionsClient, createCollectionsClient } from "./collections";
import type { Connection } from "./connection";
import { type ConnectorsClient, createConnectorsClient } from "./connectors";
import { createDataClient, type DataClient } from "./data";
import { createManagementClient, type ManagementClient } from "./management";
import type { Patience } from "./patience";
import { openRepository, type Repository } from "./repository";
import { createSecretsClient, type SecretsClient } from "./secrets";
import { createTransport } from "./transport";

export type { AlgorithmsClient, CallInput, CallOptions, PublishRequest } from "./algorithms";
export type { CollectionState, CollectionsClient } from "./collections";
export { type Connection, resolveConnection } from "./connection";
export type { ConnectorContent, ConnectorState, ConnectorsClient } from "./connectors";
export { type DataClient, FileChangedMeanwhile, type FileStat, type Stat, type StoredFile } from "./data";
export type { LoggedCommit } from "./git-log";
export type { AlgorithmDescription, ManagedAlgorithm, ManagementClient } from "./management";
export { type Patience, shortPatience } from "./patience";
export type { PushOutcome, Repository, TrackedFile } from "./repository";
export type { Algorithm, Build, CallAnswer, PublishedVersion } from "./schemas";
export type { SecretContent, SecretState, SecretsClient } from "./secrets";

/** Everything the resources need of a platform: HTTP and git, nothing else. */
export interface Platform {
  readonly connection: Connection;
  readonly data: DataClient;
  readonly algorithms: AlgorithmsClient;
  readonly management: ManagementClient;
  readonly collections: CollectionsClient;
  readonly secrets: SecretsClient;
  readonly connectors: ConnectorsClient;
  openRepository(algorithm: string): Promise<Repository>;
  close(): void;
}

/**
 * Connects to a platform; nothing is sent until the first call.
 *
 * @param patience How long to wait for answers; see {@link Patience} for the default.
 * @example const platform = connect(resolveConnection({})); await platform.data.stat("data://acme/sentiment/model.pkl");
 */
export function connect(connection: Connection, patience: Patience = {}): Platform {
  const transport = createTransport(connection, patience);
  return {
    connection,
    data: createDataClient(transport),
    algorithms: createAlgorithmsClient(transport),
    openRepository: (algorithm) => openRepository(connection, algorithm, patience),
    management: createManagementClient(transport),
    collections: createCollectionsClient(transport),
    secrets: createSecretsClient(transport),
    connectors: createConnectorsClient(transport),
    close: transport.close,
  };
}
