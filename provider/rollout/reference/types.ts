/** A tracked file of one commit; the path has forward slashes. */
export interface SourceFile {
  path: string;
  content: Buffer;
}

/** The `reference` input: where the user says that the model is named. */
export type ReferenceInput =
  | { kind: "manifest"; path?: string; name?: string; freeze?: boolean }
  | { kind: "source"; file: string; anchor?: string };

/** What is looked for in an algorithm's source. */
export interface Wanted {
  /** `owner/name`, for messages. */
  algorithm: string;
  /** Normalised, without a trailing slash: `data://acme/sentiment`. */
  store: string;
  /** May a file of this name be the model that is to be replaced? The same stem, or an earlier rendering of the template. */
  isModelFile(fileName: string): boolean;
  reference?: ReferenceInput;
}

/** Where the model is named now, and as what. */
export type Reference = AdkReference | ActionReference | SourceReference;

/** An entry of an ADK `model_manifest.json`. `uri` is what the ADK loads: the freeze's where there is one. */
export interface AdkReference {
  kind: "manifest";
  style: "adk";
  path: string;
  name: string;
  uri: string;
  freezePath?: string;
  line: number;
}

/** The manifest that Algorithmia's own deployment action writes: one model, named by `model_filepath`. */
export interface ActionReference {
  kind: "manifest";
  style: "action";
  path: string;
  uri: string;
  line: number;
}

/** One string literal in the algorithm's code. Line and column count from 1. */
export interface SourceReference {
  kind: "source";
  path: string;
  uri: string;
  line: number;
  column: number;
}

/** The model that is to be named. */
export interface NewModel {
  uri: string;
  md5: string;
  sha256: string;
  sizeBytes: number;
}
