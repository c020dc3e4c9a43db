import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { nameFolders } from "../../../platform/store/folders";
import type { Hand } from "../../support/algorithm";
import { type Scene, written } from "../scene";

/** The platform's operator has a hook that refuses every push to this algorithm. */
export async function rejectEveryPush(scene: Scene, hand: Hand): Promise<void> {
  const hook = written(scene, "hooks/pre-receive", "#!/bin/sh\necho 'commits need a ticket' >&2\nexit 1\n");
  chmodSync(hook, 0o755);
  gitOfOperator(await repositoryOf(scene, hand), "config", "core.hooksPath", join(scene.folder, "hooks"));
}

/** The platform's operator has lost the branch. */
export async function loseTheBranch(scene: Scene, hand: Hand): Promise<void> {
  const repository = await repositoryOf(scene, hand);
  gitOfOperator(repository, "update-ref", "-d", gitOfOperator(repository, "symbolic-ref", "HEAD").trim());
}

async function repositoryOf({ platform: { dataDir } }: Scene, hand: Hand): Promise<string> {
  const { id } = (await hand.api("GET", `/v1/algorithms/${hand.algorithm}`)).body as { id: string };
  return join(nameFolders(dataDir).repositories, `${id}.git`);
}

const gitOfOperator = (repository: string, ...args: string[]) =>
  execFileSync("git", ["--git-dir", repository, ...args], { encoding: "utf8" });
