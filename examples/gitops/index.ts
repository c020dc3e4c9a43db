/** The whole program: `models.yaml` says which bytes each algorithm serves, `pulumi up` makes it so. */
import { deployPins } from "pulumi-algorithmia";

/** Per algorithm: the version that now serves the pinned model, its address, and what served before. */
export const algorithms = deployPins("models.yaml");
