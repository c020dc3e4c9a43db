import * as pulumi from "@pulumi/pulumi";
import { warnAboutPlainKey } from "./api-key-warning";
import { providerCode, typeToken } from "./provider-code";

/** One type of resource: its token, the text that finds its handler, and the properties that become outputs on the object. */
export interface ResourceType {
  token: string;
  /** What the engine is given: unset outputs, the inputs unless the resource is only read, and the handler's text. */
  properties(inputs: pulumi.Inputs, opts: pulumi.CustomResourceOptions): pulumi.Inputs;
  isInstance(object: unknown): boolean;
  urnOf(name: string, opts: pulumi.CustomResourceOptions): pulumi.Input<string>;
}

/**
 * @param outputs Names of all properties; only one that is named here becomes an output on the object.
 * @example const type = resourceType("DataCollection", "data-collection", ["collection", "readAcl"]);
 */
export function resourceType(name: string, handler: string, outputs: readonly string[]): ResourceType {
  const token = typeToken(name);
  return {
    token,
    properties(inputs, opts) {
      warnAboutPlainKey();
      const unset = Object.fromEntries(outputs.map((output) => [output, undefined]));
      return { ...unset, ...(opts.id ? {} : inputs), __provider: providerCode(handler) };
    },
    isInstance: (object) => pulumi.Resource.isInstance(object) && (object as { __pulumiType?: string }).__pulumiType === token,
    urnOf: (resource, { parent }) =>
      parent ? pulumi.createUrn(resource, token, parent) : `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${token}::${resource}`,
  };
}
