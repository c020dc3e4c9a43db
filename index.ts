/**
 * The whole program of a GitOps repository: `models.yaml` says which bytes each algorithm serves, `pulumi up` makes it so.
 * Copy this file, `Pulumi.yaml` and `models.yaml` into your own repository, then `npm install @pulumi/pulumi pulumi-algorithmia`.
 */
import { deployPins } from "pulumi-algorithmia";

/** Per algorithm: the version that now serves the pinned model, its address, and what served before. */
export const algorithms = deployPins("models.yaml");

/** The versions to call. A list, because a preview shows values that are known only after the update in lists alone. */
export const versions = Object.values(algorithms).map(({ algorithmUri }) => algorithmUri);
