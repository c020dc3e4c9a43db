import { join } from "node:path";
import { Algorithm, type AlgorithmArgs, AlgorithmSecret, DataCollection, DataConnector, ModelFile } from "pulumi-algorithmia";

/** Declares one resource of each type but the rollout's own. `folder` holds `words.txt`; the connector's store does not answer. */
export function declareOneOfEach(folder: string, more: Partial<AlgorithmArgs> = {}): Record<string, never> {
  const algorithm = new Algorithm("made", { algorithm: "demo/made", ...more });
  const collection = new DataCollection("store", { collection: "data://demo/files" });
  new ModelFile("words", { model: join(folder, "words.txt"), store: collection.collection }, { dependsOn: collection });
  new AlgorithmSecret("db", { algorithm: algorithm.id, key: "DB", value: "open sesame" });
  const s3 = { endpoint: "http://127.0.0.1:9", accessKeyId: "AKIAEXAMPLE", secretAccessKey: "open sesame" };
  new DataConnector("bucket", { label: "prod", s3 });
  return {};
}
