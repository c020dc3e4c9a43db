import type { StoredFile } from "../client";
import { countText } from "../model/count-text";
import { sizeText } from "../model/size-text";
import { fileNameOf } from "../model/store-uri";
import { ageSeconds, durationText } from "../retention/decide";
import type { SkippedStore } from "../retention/scopes";
import type { Survey } from "../retention/survey";
import { columns } from "./columns";

/** What may go from each store and what stays, with the reasons, and how much that is. */
export function renderSurvey(
  { stores }: Pick<Survey, "stores">,
  skipped: readonly SkippedStore[],
  { dryRun, now = new Date() }: { dryRun: boolean; now?: Date },
): string {
  const blocks = stores.map(({ store, remove, keep }) => {
    const gone = remove.map((file) => [
      fileNameOf(file.uri),
      sizeText(file.sizeBytes),
      `${durationText(ageSeconds(file, now))} old`,
      nothingNeeds,
    ]);
    const kept = keep.map(({ uri, sizeBytes, because }) => [fileNameOf(uri), sizeText(sizeBytes), because]);
    const lines = [...section(dryRun ? "may go" : "goes", gone), ...section("stays", kept)];
    return [store, ...(lines.length > 0 ? lines : ["  holds no file"])];
  });
  const left = skipped.map(({ store, because }) => [`${store} is left alone: ${because}`]);
  const removable = stores.flatMap(({ remove }) => remove);
  const total = dryRun && removable.length > 0 ? `would reclaim ${amount(removable)}; run again with --yes` : "nothing to reclaim";
  const end = dryRun || removable.length === 0 ? [[total]] : [];
  return `${[...blocks, ...left, ...end].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

const nothingNeeds = "no published version, branch, running build or pin names it";

/** How much was deleted. */
export function renderReclaimed(removed: readonly StoredFile[], { interrupted }: { interrupted: boolean }): string {
  return `\nreclaimed ${amount(removed)}${interrupted ? "; stopped, run again to go on" : ""}\n`;
}

function section(title: string, rows: string[][]): string[] {
  return rows.length > 0 ? [`  ${title}`, ...columns(rows).map((line) => `    ${line}`)] : [];
}

function amount(files: readonly { sizeBytes: number }[]): string {
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  return `${sizeText(sizeBytes)} in ${countText(files.length, "file")}`;
}
