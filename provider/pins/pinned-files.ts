import type { Pin, PinnedFile } from "./pin-schema";

/** Every file of a pin in one form: the name of the pin's own is empty. */
export function pinnedFiles({ model, uri, sha256, store, fileName, reference, models = {} }: Pin): { name: string; file: PinnedFile }[] {
  const own =
    model === undefined && uri === undefined ? [] : [{ name: "", file: { model, uri, sha256, store, fileName, reference } as PinnedFile }];
  return [...own, ...Object.entries(models).map(([name, file]) => ({ name, file }))];
}
