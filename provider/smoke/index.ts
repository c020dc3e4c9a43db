export { smokeTarget } from "./call";
export { type Compared, compareWithServing } from "./compare";
export { judge, type Verdict } from "./expect";
export { givenInputOf, requireReadable } from "./given-input";
export { type AnswerPair, type ComparisonRow, type ComparisonVerdict, judgeComparison } from "./judge-comparison";
export { runSmokeTests } from "./run";
export type {
  CallAnswer,
  CallInput,
  Comparison,
  Expectation,
  GivenInput,
  SmokeOptions,
  SmokeReport,
  SmokeTarget,
  SmokeTest,
} from "./types";
