/** Everything around a model, declared: where files lie, a file under its content's name, an algorithm, its secret, and a version to call. */
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Algorithm, AlgorithmSecret, DataCollection, getAlgorithmVersionOutput, ModelFile } from "pulumi-algorithmia";

const config = new pulumi.Config();
const owner = config.get("owner") ?? "demo";

/** Files that this account's algorithms may read, whoever calls them. */
const files = new DataCollection("files", { collection: `data://${owner}/tagger_files`, readAcl: "myAlgorithms" });

/** Another vocabulary gets another name; whoever holds the old one keeps what it had. */
const vocabulary = new ModelFile("vocabulary", { model: join(__dirname, "vocabulary.txt"), store: files.collection });

const tagger = new Algorithm("tagger", {
  algorithm: `${owner}/tagger`,
  label: "Tagger",
  tagline: "Tags the words of a text",
  networkAccess: "isolated",
});

/** The algorithm reads it as os.environ["DB_PASSWORD"]. */
new AlgorithmSecret("tagger-db", {
  algorithm: tagger.id,
  key: "DB_PASSWORD",
  description: "Database of the tags",
  value: config.requireSecret("dbPassword"),
});

/** Another team's algorithm: the newest version of the line that this program was written for. */
const digits = getAlgorithmVersionOutput({ algorithm: `${owner}/digits`, selector: "0.*" });

export const clone = tagger.gitUrl;
export const vocabularyUri = vocabulary.uri;
export const call = digits.algorithmUri;
