import { readFileSync } from "node:fs";

/** Version of the installed package. */
export function packageVersion(): string {
  // By the package's own name: the compiled files lie a folder deeper than their sources.
  const { version } = JSON.parse(readFileSync(require.resolve("algorithmia-platform/package.json"), "utf8")) as { version: string };
  return version;
}
