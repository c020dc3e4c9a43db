import { row } from "./define";

const unpublished = "Nothing was published, and the version before still serves.";

/** What can stop a build between its success and its publish. */
export const smokeErrors = {
  SMOKE_TEST_FAILED: row({
    what: (uri: string, failed: number, total: number, failures: string) =>
      `${failed} of ${total} smoke ${total === 1 ? "test" : "tests"} failed on ${uri}.\n\n${failures}\n\n`,
    why: unpublished,
    fix: "Correct the model, the source or the test, and update again.",
    exit: "user",
    example: [
      "algo://acme/digits/41d07a55",
      1,
      3,
      '  recognises an 8\n    input     {"pixels":[0,0,5,13]}\n    expected  equals {"digit":8}\n    got       {"digit":3}\n    because   $.digit: wanted 8, got 3',
    ],
  }),
  SMOKE_INPUT_UNREADABLE: row({
    what: (path: string, reason: string) => `The input file ${path} cannot be read: ${reason}.`,
    why: "`inputFile` is a path relative to the program's folder.",
    fix: "Correct the path, or commit the file next to the program.",
    exit: "user",
    example: ["samples/eight.png", "there is no such file"],
  }),
  COMPARISON_DIFFERENT: row({
    what: (candidate: string, serving: string, different: number, total: number, allowedShare: number, table: string) =>
      `${different} of ${total} answers of ${candidate} ${different === 1 ? "differs" : "differ"} from those of ${serving}, and ${
        allowedShare > 0 ? `at most a share of ${allowedShare} may` : "none may"
      }.\n\n${table}\n\n`,
    why: unpublished,
    fix: "If the new answers are the better ones, raise `compare.maxDifferentShare` or `compare.tolerance`, or remove `compare` for this change; else correct the model. Then update again.",
    exit: "user",
    example: [
      "algo://acme/digits/41d07a55",
      "algo://acme/digits/1.3.0",
      1,
      20,
      0,
      '  INPUT                  SERVING ANSWER  NEW ANSWER\n  {"pixels":[0,0,5,13]}  {"digit":8}     {"digit":3}',
    ],
  }),
  COMPARISON_INCONCLUSIVE: row({
    what: (candidate: string, serving: string, unanswered: number, total: number, table: string) =>
      `${candidate} could not be compared with ${serving}, which itself fails at ${unanswered} of ${total} inputs.\n\n${table}\n\n`,
    why: unpublished,
    fix: 'Give inputs that the serving version answers, or publish all the same with `compare: { onInconclusive: "publish" }`, and update again.',
    exit: "user",
    example: [
      "algo://acme/digits/41d07a55",
      "algo://acme/digits/1.3.0",
      1,
      20,
      '  INPUT          SERVING ANSWER             NEW ANSWER\n  {"pixels":[]}  AlgorithmError: no pixels  {"digit":null}',
    ],
  }),
};
