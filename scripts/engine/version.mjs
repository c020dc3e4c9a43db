/** The Pulumi CLI that is installed or built when none is found. `go.mod` beside this file names the same. */
export const engineVersion = "3.259.0";

/** The oldest Pulumi CLI on PATH that is good enough. */
export const oldestVersion = [3, 200];
