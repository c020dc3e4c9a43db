import type { Platform, PublishedVersion } from "../client";
import { errors } from "../errors";
import { build } from "./build";
import { decide } from "./decide";
import type { Desired, Serving } from "./desired";
import { identify } from "./identify";
import { nameStep } from "./name-step";
import { observe, requireAlgorithm } from "./observe";
import { publish } from "./publish";
import { pushReference } from "./push";
import type { Report } from "./report";
import { retain } from "./retain";
import { rolloutPlan } from "./rollout-plan";
import { requireSmokeInputs, smoke } from "./smoke";
import { upload } from "./upload";
import { verify } from "./verify";

const pushTries = 5;

/**
 * Brings `asked.algorithm` to serve exactly the bytes that are asked for, from wherever it stands now. Every step looks first and acts
 * only on what is missing, so it is safe to run again at any time, also after it was killed.
 *
 * @returns what serves: version, commit, addresses and the bytes' identity.
 * @throws any code of `docs/errors.md`, sections "The platform" and "The rollout"; the text begins with the step
 */
export function rollout(asked: Desired, platform: Platform, report: Report): Promise<Serving> {
  return nameStep(report, (told) => takeSteps(asked, platform, told));
}

async function takeSteps(asked: Desired, platform: Platform, report: Report): Promise<Serving> {
  report.progress("observe", `looking at ${asked.algorithm}`);
  await requireAlgorithm(asked.algorithm, platform);
  const files = await identify(asked, platform);
  const repository = await platform.openRepository(asked.algorithm);
  try {
    for (let trial = 1; trial <= pushTries; trial++) {
      const observed = await observe(asked, files, platform, repository);
      const plan = decide(observed, asked); // pure: every branch has a unit test
      if (trial === 1) report.planned(rolloutPlan(observed, plan, asked));
      if (plan.version.kind === "release") await requireSmokeInputs(asked); // a mistyped path is told before anything is changed

      for (const file of plan.upload) {
        report.checkpoint("upload");
        await upload(file, asked.timeouts, platform, report);
      }
      let version: PublishedVersion;
      if (plan.version.kind === "select") {
        version = plan.version.version;
      } else {
        report.checkpoint("reference");
        const isNamed = plan.version.commit === "head";
        const commit = isNamed ? observed.head : await pushReference(asked.algorithm, observed, repository, report);
        if (commit === undefined) {
          report.progress("observe", `looking at ${asked.algorithm} again, as somebody else pushed first`);
          await repository.refresh(); // what comes next goes on top of their commit
          continue;
        }
        report.checkpoint("build");
        const built = await build(asked, commit, plan.version.build, platform, report);
        report.checkpoint("smoke");
        await smoke(asked, commit, observed.versions, platform, report); // on the commit, before anyone can be sent to it
        report.checkpoint("publish");
        version = await publish(asked, commit, built, platform, report);
      }
      const serving = await verify(asked, observed.files, version, platform, repository, report); // what serves is what was asked
      await retain(asked, serving, platform, repository, report);
      return serving;
    }
    throw errors.PUSH_CONTENDED(asked.algorithm, pushTries);
  } finally {
    await repository.close();
  }
}
