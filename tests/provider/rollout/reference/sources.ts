import { createHash } from "node:crypto";
import {
  findReference,
  type NewModel,
  type Reference,
  renewFreezes,
  rewriteReference,
  type SourceFile,
  type Wanted,
} from "../../../../provider/rollout/reference";

/** What the resource of these tests wants: files called `model…` in acme's own collection. */
export const wanted: Wanted = {
  algorithm: "acme/sentiment",
  store: "data://acme/sentiment",
  isModelFile: (name) => /^model(-[0-9a-f]{12})?\.pkl$/.test(name),
};

export const model = {
  uri: "data://acme/sentiment/model-41d07a55c3f0.pkl",
  md5: createHash("md5").update("the new model").digest("hex"),
  sha256: createHash("sha256").update("the new model").digest("hex"),
  sizeBytes: 13,
};

/** Files from `{ path: text }`. A text is UTF-8; bytes are taken as they are. */
export function sources(files: Record<string, string | Buffer>): SourceFile[] {
  return Object.entries(files).map(([path, content]) => ({ path, content: Buffer.from(content) }));
}

/** The source after a rollout's commit. */
export function applied(files: readonly SourceFile[], changes: readonly SourceFile[]): SourceFile[] {
  const kept = files.filter(({ path }) => !changes.some((change) => change.path === path));
  return [...kept, ...changes];
}

/** What a rollout of this one model changes: its name where it stands, then the freeze beside it. */
export function rewrite(files: readonly SourceFile[], reference: Reference, newModel: NewModel, now: Date): SourceFile[] {
  const named = rewriteReference(files, reference, newModel);
  return [...named, ...renewFreezes(applied(files, named), [{ reference, model: newModel }], now)];
}

/** The text of one file. */
export function textOf(files: readonly SourceFile[], path: string): string {
  const file = files.find((each) => each.path === path);
  if (!file) throw new Error(`there is no ${path}`);
  return file.content.toString("utf8");
}

/**
 * Finds, rewrites, and checks what must hold of every rewrite: the same place is found again with the new URI, it names the model,
 * and a second rewrite changes nothing.
 */
export function rollOut(
  files: readonly SourceFile[],
  asked: Partial<Wanted> = {},
  newModel = model,
): { reference: Reference; after: SourceFile[]; changed: string[] } {
  const want = { ...wanted, ...asked };
  const reference = findReference(files, want);
  const changes = rewrite(files, reference, newModel, new Date(1_700_000_000_250));
  const after = applied(files, changes);
  const again = findReference(after, { ...want, isModelFile: (name) => want.isModelFile(name) || newModel.uri.endsWith(`/${name}`) });
  expect(again).toEqual({ ...reference, uri: newModel.uri });
  expect(namesModel(after, again, newModel)).toBe(true);
  expect(rewrite(after, again, newModel, new Date())).toEqual([]);
  return { reference, after, changed: changes.map(({ path }) => path) };
}

/** The message of the error that a search ends with, and its code. */
export function failure(run: () => unknown): { code: string; message: string } {
  try {
    run();
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return { code, message };
  }
  throw new Error("it did not fail");
}

/** Would a rewrite change nothing? Then the source names this model, freeze and md5 keys included. */
export function namesModel(files: readonly SourceFile[], reference: Reference, newModel: { uri: string; md5: string }): boolean {
  try {
    return rewrite(files, reference, { ...newModel, sha256: "", sizeBytes: 0 }, new Date(0)).length === 0;
  } catch {
    return false;
  }
}
