import { fileNameOf } from "../model/store-uri";

/** Which bytes a commit serves, as said in its message. */
export interface Lineage {
  modelSha256: string;
  modelUri: string;
  modelBytes: number;
  /** What storage answers with, so that a later look can tell whether the file is still those bytes. */
  modelMd5?: string;
}

/** The message of a commit that makes the source name a model, with git trailers that tools read back. */
export function commitMessage(lineage: Lineage): string {
  return [
    `Serve ${fileNameOf(lineage.modelUri)}`,
    "",
    `Model-Sha256: ${lineage.modelSha256}`,
    `Model-Uri: ${lineage.modelUri}`,
    `Model-Bytes: ${lineage.modelBytes}`,
    ...(lineage.modelMd5 ? [`Model-Md5: ${lineage.modelMd5}`] : []),
    "",
  ].join("\n");
}

/** Reads the trailers of a commit message; undefined when any is missing or malformed. */
export function lineageOf(message: string): Lineage | undefined {
  const trailer = (name: string) => new RegExp(`^${name}: (.+)$`, "m").exec(message)?.[1]?.trim();
  const modelSha256 = trailer("Model-Sha256");
  const modelUri = trailer("Model-Uri");
  const modelBytes = Number(trailer("Model-Bytes"));
  if (!modelSha256 || !/^[0-9a-f]{64}$/.test(modelSha256) || !modelUri || !Number.isSafeInteger(modelBytes)) return undefined;
  return { modelSha256, modelUri, modelBytes, modelMd5: trailer("Model-Md5") };
}
