import type { Platform, Repository } from "../client";
import type { Report } from "../rollout/report";
import { isOwnStore } from "./own-store";
import type { PinnedBytes } from "./pinned";
import { defaultYoungSeconds, survey } from "./survey";

export interface RetentionRequest {
  /** `owner/name` */
  algorithm: string;
  /** The collection, without a trailing slash. */
  store: string;
  /** Template of the file names. Default: the usual one. */
  fileName?: string;
  /** So many superseded files stay. */
  keepFiles: number;
  /** The files that serve after the rollout. */
  currentUris: readonly string[];
  /** What other stacks pin, see `readPinned`; a failure to read them is one of the retention, hence a function. */
  otherPins?: () => readonly PinnedBytes[];
  /** A younger file stays. Default: a day. */
  youngSeconds?: number;
  platform: Platform;
  repository: Repository;
}

export interface RetentionOutcome {
  removed: { uri: string; sizeBytes: number }[];
  /** Why nothing, or not everything, was removed. The rollout itself has succeeded. */
  warning?: string;
}

/**
 * Deletes uploads that no published version, branch, build or pin needs, after a rollout that asked for it with `retain`. Never throws.
 *
 * @example const { removed, warning } = await applyRetention({ algorithm, store, keepFiles: 3, currentUris: [modelUri], platform, repository }, report);
 */
export async function applyRetention(request: RetentionRequest, report: Report): Promise<RetentionOutcome> {
  const removed: RetentionOutcome["removed"] = [];
  try {
    const warning = await removeSuperseded(request, report, removed);
    return { removed, ...(warning && { warning }) };
  } catch (error) {
    return { removed, warning: `superseded files were not removed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function removeSuperseded(
  request: RetentionRequest,
  report: Report,
  removed: RetentionOutcome["removed"],
): Promise<string | undefined> {
  const { algorithm, store, fileName, keepFiles, currentUris, otherPins, platform, repository } = request;
  if (!isOwnStore(algorithm, store)) {
    return `\`retain\` removes nothing from ${store}: other algorithms may read it. \`pulumi-algorithmia gc --shared\` looks at them all.`;
  }
  const reader = { algorithm, repository };
  const { stores, neededNow } = await survey(
    {
      stores: [{ store, fileNames: fileName === undefined ? undefined : [fileName], owners: [reader], modelNames: currentUris }],
      readers: [reader],
      pins: otherPins?.() ?? [],
      currentUris,
      keepFiles,
      youngSeconds: request.youngSeconds ?? defaultYoungSeconds,
    },
    platform,
  );
  for (const { uri, name, sizeBytes } of stores.flatMap(({ remove }) => remove)) {
    if ((await neededNow(uri)) !== undefined) continue;
    report.progress("verify", `removing ${name}, which nothing needs`);
    await platform.data.remove(uri);
    removed.push({ uri, sizeBytes });
  }
  return undefined;
}
