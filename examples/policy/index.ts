/** A policy pack: no model is rolled out that is not pinned to its bytes and called with known inputs before it is published. */
import { PolicyPack, type ResourceValidationArgs, type ResourceValidationPolicy } from "@pulumi/policy";

const modelVersion = "pulumi-nodejs:dynamic/algorithmia:AlgorithmModelVersion";

/** What the policies read of a model version. `pinned` and `smokeTests` are inputs that the provider's check adds, known in every preview. */
interface ModelVersion {
  algorithm: string;
  pinned?: boolean;
  smokeTests?: string[];
}

/** Algorithms that may do without, by `owner/name`: playgrounds, or those that are still to follow. */
const exempt = { type: "array", items: { type: "string" }, default: [] } as const;

const pinned: ResourceValidationPolicy = {
  name: "models-are-pinned",
  description: "A model is named by the sha256 of its bytes, so that what was reviewed is what is rolled out.",
  enforcementLevel: "mandatory",
  configSchema: { properties: { exempt } },
  validateResource: (args, report) => {
    const version = modelVersionIn(args);
    if (!version || version.pinned === true) return;
    report(
      `The model of ${version.algorithm} is not pinned. Run \`npx pulumi-algorithmia pin ${version.algorithm} <file>\`, or give \`expectedSha256\`.`,
    );
  },
};

const smokeTested: ResourceValidationPolicy = {
  name: "models-are-smoke-tested",
  description: "A new model answers known inputs as expected before it is published.",
  enforcementLevel: "mandatory",
  configSchema: { properties: { exempt, atLeast: { type: "integer", minimum: 1, default: 1 } } },
  validateResource: (args, report) => {
    const version = modelVersionIn(args);
    const { atLeast = 1 } = args.getConfig<{ atLeast?: number }>();
    const given = version?.smokeTests?.length ?? 0;
    if (!version || given >= atLeast) return;
    report(
      `${version.algorithm} has ${given} of at least ${atLeast} smoke tests. Add \`smokeTests\` to its entry in models.yaml or to its inputs.`,
    );
  },
};

/** The resource's inputs, when it is a model version that no exemption names. */
function modelVersionIn(args: ResourceValidationArgs): ModelVersion | undefined {
  if (args.type !== modelVersion) return undefined;
  const version = args.props as ModelVersion;
  const { exempt = [] } = args.getConfig<{ exempt?: string[] }>();
  return exempt.includes(version.algorithm) ? undefined : version;
}

new PolicyPack("model-policy", { policies: [pinned, smokeTested] });
