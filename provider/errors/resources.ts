import { row } from "./define";

/** What can stop `Algorithm`, `DataCollection`, `ModelFile`, `AlgorithmSecret` and `getAlgorithmVersion`. */
export const resourceErrors = {
  ADOPTION_MISMATCH: row({
    what: (what: string, differences: string) => `${what} exists already and is not as declared: ${differences}.`,
    why: "What exists is taken over when it matches, and never changed by a create.",
    fix: "Declare what exists and run `pulumi up`, which takes it over, and change it after that; or delete it on the platform first.",
    exit: "user",
    example: ["Algorithm acme/sentiment", 'license is "mit", declared "apl"; networkAccess is "isolated", declared "full"'],
  }),
  ALGORITHM_HAS_VERSIONS: row({
    what: (algorithm: string, count: number) =>
      `${algorithm} is not deleted: it has ${count === 1 ? "a published version" : `${count} published versions`}.`,
    why: "Somebody may be calling them, and a deleted algorithm cannot be brought back.",
    fix: "To delete it with its versions, set `forceDelete: true` and run `pulumi up` first. To keep it and let only the stack forget it, set the resource option `retainOnDelete: true` and run `pulumi up` first, or use `pulumi state delete <URN>`.",
    exit: "user",
    example: ["acme/sentiment", 3],
  }),
  COLLECTION_HAS_FILES: row({
    what: (collection: string) => `${collection} is not deleted: it holds files.`,
    why: "Algorithms may name them, and deleted files cannot be brought back.",
    fix: "To delete it with its files, set `forceDelete: true` and run `pulumi up` first. To keep it and let only the stack forget it, set the resource option `retainOnDelete: true` and run `pulumi up` first, or use `pulumi state delete <URN>`.",
    exit: "user",
    example: ["data://acme/models"],
  }),
  OBJECT_NOT_FOUND: row({
    what: (what: string, address: string) => `There is no ${what} on ${address}.`,
    fix: "Correct the id that `get` or the import file names, or create it first.",
    exit: "user",
    example: ["collection data://acme/models", "https://api.algorithmia.com"],
  }),
  ID_INVALID: row({
    what: (type: string, id: string, form: string) => `${JSON.stringify(id)} is not the id of a ${type}: expected ${form}.`,
    fix: "Correct the id that `get` or the import file names.",
    exit: "user",
    example: ["AlgorithmSecret", "acme/sentiment", "owner/name/KEY"],
  }),
  FILE_PATH_UNKNOWN: row({
    what: (uri: string) => `This run does not know which local file belongs at ${uri}.`,
    why: "The path is told to the provider with every run and is not kept in the state; another input was ignored or changed in between.",
    fix: "Remove `ignoreChanges` from the resource and update again.",
    exit: "user",
    example: ["data://acme/models/vocabulary-9f2c41d07a55.txt"],
  }),
  SELECTOR_INVALID: row({
    what: (selector: string) => `${JSON.stringify(selector)} selects no version.`,
    fix: 'Use "latest", "latestPrivate", an exact version such as "1.2.0", a range such as "1.2", "1" or "1.*", or a commit of 40 hex digits.',
    exit: "user",
    example: ["^1.2.0"],
  }),
  VERSION_NOT_SELECTED: row({
    what: (algorithm: string, selector: string, published: string) =>
      `No version of ${algorithm} matches ${JSON.stringify(selector)}; published: ${published}.`,
    fix: "Correct the selector, or publish such a version first.",
    exit: "user",
    example: ["acme/sentiment", "2.*", "1.3.0, 1.2.0"],
  }),
  PROVIDER_NOT_KNOWN: row({
    what: () => "The provider that was given to getAlgorithmVersion has inputs that are not known yet.",
    fix: "Use getAlgorithmVersionOutput, which waits for them.",
    exit: "user",
    example: [],
  }),
};
