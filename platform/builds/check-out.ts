import { mkdir, rm } from "node:fs/promises";
import { BuildFailure } from "./failure";
import { refuseOutwardLinks } from "./refuse-outward-links";
import { runStep } from "./run-step";
import { stepEnvironment } from "./step-environment";

/** What to check out, and where. */
export interface CheckOut {
  repositoryDir: string;
  commitSha: string;
  sourceDir: string;
  log(text: string): void;
  signal: AbortSignal;
}

/**
 * Writes the files of a commit of a bare repository into a new folder. It has its own index, so any number run at once.
 *
 * @throws BuildFailure "clone" when the repository does not hold the commit, or a link in it leads out of it
 */
export async function checkOut({ repositoryDir, commitSha, sourceDir, log, signal }: CheckOut): Promise<void> {
  log(`Checking out ${commitSha}\n`);
  const index = `${sourceDir}.index`;
  await mkdir(sourceDir, { recursive: true });
  const environment = {
    ...stepEnvironment(),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_INDEX_FILE: index,
    GIT_DIR: repositoryDir,
    GIT_WORK_TREE: sourceDir,
  };
  for (const args of [
    ["read-tree", `${commitSha}^{commit}`],
    ["checkout-index", "--all", "--force", "--quiet"],
  ]) {
    const { ok, output } = await runStep("git", args, { environment, signal, cwd: sourceDir });
    if (ok) continue;
    log(output);
    throw new BuildFailure("clone", `The files of commit ${commitSha} could not be read from the repository: ${output.trim()}`);
  }
  await rm(index, { force: true });
  await refuseOutwardLinks(sourceDir);
}
