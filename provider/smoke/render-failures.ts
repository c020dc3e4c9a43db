import { showAnswer, showExpectation } from "./expect";
import { showGivenInput } from "./given-input";
import { endOfLog, showText } from "./show";
import type { CallAnswer, SmokeTest } from "./types";

export interface FailedTest {
  test: SmokeTest;
  answer: CallAnswer;
  reasons: readonly string[];
}

/** Every failed test with its input, what was expected, what was got and why that is not it, and the end of the algorithm's log. */
export function renderFailures(failed: readonly FailedTest[]): string {
  return failed.map(renderFailure).join("\n\n");
}

function renderFailure({ test, answer, reasons }: FailedTest): string {
  return [
    `  ${showText(test.name)}`,
    `    input     ${showGivenInput(test)}`,
    `    expected  ${showExpectation(test.expect)}`,
    `    got       ${showAnswer(answer)}`,
    ...("error" in answer ? [] : reasons.map((reason) => `    because   ${reason}`)),
    ...block("stack trace", "error" in answer ? answer.error.stacktrace : undefined),
    ...block("log", answer.metadata?.stdout),
  ].join("\n");
}

function block(title: string, text = ""): string[] {
  const lines = endOfLog(text);
  return lines.length === 0 ? [] : [`    end of its ${title}`, ...lines.map((line) => `      | ${line}`)];
}
