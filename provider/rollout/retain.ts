import type { Platform, Repository } from "../client";
import type { Desired, Serving } from "./desired";
import type { Report } from "./report";

/** Deletes superseded uploads that nothing needs, where the rollout asks for it. A failure is a warning: what was asked for serves. */
export async function retain(
  { algorithm, files, retain: asked }: Desired,
  serving: Serving,
  platform: Platform,
  repository: Repository,
  report: Report,
): Promise<void> {
  const keepFiles = asked?.files;
  if (keepFiles === undefined) return;
  // Loaded here, as they bring YAML and its schema along.
  const { applyRetention } = require("../retention/apply-retention") as typeof import("../retention/apply-retention");
  const { readPinned } = require("../retention/pinned") as typeof import("../retention/pinned");
  const currentUris = serving.files.map(({ uri }) => uri);
  const uploaded = files.filter(({ bytes }) => bytes.kind === "local");
  for (const store of new Set(uploaded.map((file) => file.store))) {
    const fileName = uploaded.find((file) => file.store === store)?.fileName;
    const otherPins = () => readPinned(asked?.pinFiles ?? []);
    const request = { algorithm, store, fileName, keepFiles, currentUris, otherPins, platform, repository };
    const { removed, warning } = await applyRetention(request, report);
    if (removed.length > 0) report.progress("verify", `removed ${removed.length} superseded uploads that nothing needs`);
    if (warning) report.warning(warning);
  }
}
