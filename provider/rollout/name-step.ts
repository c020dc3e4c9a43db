import { AlgorithmiaError } from "../errors";
import { type Report, type Step, steps } from "./report";

/**
 * Runs a rollout so that an error says in which step it happened, in the words of the progress line: `[5/6 publish] …`.
 * @throws the rollout's own errors, with their code
 * @example return await nameStep(report, (told) => steps(desired, platform, told));
 */
export async function nameStep<Result>(report: Report, run: (report: Report) => Promise<Result>): Promise<Result> {
  let current: Step = steps[0];
  const told: Report = {
    ...report,
    progress: (step, text) => {
      current = step;
      report.progress(step, text);
    },
  };
  try {
    return await run(told);
  } catch (error) {
    if (!(error instanceof AlgorithmiaError)) throw error;
    throw new AlgorithmiaError(error.code, error.exit, `[${steps.indexOf(current) + 1}/${steps.length} ${current}] ${error.message}`);
  }
}
