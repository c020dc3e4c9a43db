import { row } from "./define";

/** What can stop a rollout between the first look and the last check. */
export const rolloutErrors = {
  INPUT_INVALID: row({
    what: (input: string, reason: string) => `Input ${input}: ${reason}.`,
    fix: "Correct the program and preview again.",
    exit: "user",
    example: ["algorithm", 'expected "owner/name", got "sentiment"'],
  }),
  INPUT_UNKNOWN: row({
    what: (input: string, nearest: string) => `There is no input ${input}.${nearest ? ` Did you mean ${nearest}?` : ""}`,
    fix: "Remove it or correct its name; the page of the resource in docs/ lists every input.",
    exit: "user",
    example: ["modle", "model"],
  }),
  NOT_YET_SUPPORTED: row({
    what: (input: string) => `Input ${input} is not yet supported.`,
    why: "Accepting and ignoring it would promise a safety that is not there.",
    fix: "Remove it for now.",
    exit: "user",
    example: ['updateMode "reload"'],
  }),
  ROLLOUT_STOPPED: row({
    what: (algorithm: string, next: string) => `The rollout of ${algorithm} was stopped as asked, before its step "${next}".`,
    why: "The step that ran was finished first, and the version before still serves.",
    fix: "Run `pulumi up` again; it goes on from there, and nothing is done twice.",
    exit: "user",
    example: ["acme/sentiment", "build"],
  }),
  MODEL_PATH_UNKNOWN: row({
    what: (algorithm: string) => `This run does not know which local file ${algorithm} shall serve.`,
    why: "The path is told to the provider with every run and is not kept in the state; another input was changed or ignored in between.",
    fix: "Remove `ignoreChanges` from the resource and update again.",
    exit: "bug",
    example: ["acme/sentiment"],
  }),
  MODEL_NOT_IN_STORE: row({
    what: (uri: string) => `There is no file ${uri}.`,
    why: "`model: { uri, sha256 }` names a file that is in storage already; it is never uploaded.",
    fix: "Upload it under that name first, or give a local path as `model`.",
    exit: "user",
    example: ["data://acme/sentiment/model-v7.pkl"],
  }),
  UPLOAD_NOT_VERIFIED: row({
    what: (uri: string, seen: string, wanted: string) => `After the upload ${uri} is not what was sent: ${seen} instead of ${wanted}.`,
    why: "Someone else wrote the same file meanwhile, or the platform stored it wrongly.",
    fix: "Run the update again; it uploads the file anew.",
    exit: "platform",
    example: ["data://acme/sentiment/model-9f2c41d07a55.pkl", "1,024 bytes, md5 0cc1…", "2,048 bytes, md5 77fe…"],
  }),
  PUSH_REJECTED: row({
    what: (algorithm: string, reason: string) => `The platform rejected the commit to ${algorithm}: ${reason}.`,
    why: "The commit adds only the new reference on top of the branch; it is never forced.",
    fix: "Remove what rejects it (a hook, a protected branch), then update again; nothing is uploaded twice.",
    exit: "platform",
    example: ["acme/sentiment", "remote rejected: pre-receive hook declined"],
  }),
  PUSH_CONTENDED: row({
    what: (algorithm: string, tries: number) => `Others pushed to ${algorithm} during each of ${tries} tries to add the new reference.`,
    fix: "Wait until the others are done and update again.",
    exit: "platform",
    example: ["acme/sentiment", 5],
  }),
  GIT_FAILED: row({
    what: (algorithm: string, doing: string, reason: string) => `git failed while ${doing} of ${algorithm}: ${reason}.`,
    fix: "Check that git is installed and that `algorithmia:gitAddress` is the git server's origin, then update again.",
    exit: "platform",
    example: ["acme/sentiment", "cloning the source", "could not resolve host"],
  }),
  SOURCE_EMPTY: row({
    what: (algorithm: string) => `The repository of ${algorithm} has no commit on its branch.`,
    fix: "Push the algorithm's source first; if that is done, check that `algorithmia:gitAddress` is the git server's origin.",
    exit: "user",
    example: ["acme/sentiment"],
  }),
  BUILD_FAILED: row({
    what: (algorithm: string, commit: string, log: string) =>
      `The build of ${algorithm} at ${commit} failed. The end of its log:\n${log}\n`,
    why: "The version that served before still serves.",
    fix: "Correct the source or its requirements and push, or go back to the previous model, then update again.",
    exit: "user",
    example: ["acme/sentiment", "41d07a55", "ERROR: No matching distribution found for scikit-lern"],
  }),
  BUILD_TIMEOUT: row({
    what: (algorithm: string, commit: string, seconds: number) =>
      `The build of ${algorithm} at ${commit} was not finished after ${seconds} s.`,
    fix: "Update again to go on waiting, or give it longer with `timeouts: { build: <seconds> }`.",
    exit: "platform",
    example: ["acme/sentiment", "41d07a55", 1800],
  }),
  PUBLISH_NOT_VERIFIED: row({
    what: (algorithm: string, reason: string) => `The publish of ${algorithm} could not be confirmed: ${reason}.`,
    fix: "Update again; what is published already is found and used.",
    exit: "platform",
    example: ["acme/sentiment", "the platform published commit 0a1b2c3d instead of 41d07a55"],
  }),
  VERSION_NOT_FOUND: row({
    what: (algorithm: string) => `${algorithm} has no published version that could be read.`,
    fix: "Check the id (`owner/name`), or publish a version first.",
    exit: "user",
    example: ["acme/sentiment"],
  }),
  VERSION_DOES_NOT_SERVE: row({
    what: (uri: string, reason: string) => `${uri} is published, but the check call failed: ${reason}.`,
    why: "It was called with `sampleInput`.",
    fix: "Keep calling the version before it, correct the model or the sample input, and update again.",
    exit: "user",
    example: ["algo://acme/sentiment/1.3.0", "AlgorithmError: expected 64 features"],
  }),
};
