import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../lib/run.mjs";
import { isAtLeast, readVersion } from "../lib/version.mjs";
import { engineVersion } from "./version.mjs";

const module = fileURLToPath(new URL(".", import.meta.url));
const program = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const tags = ["-tags", "osusergo,grpcnotrace"];
const stamp = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${engineVersion}`;

/**
 * Builds the Pulumi CLI from its Go module into `folder/bin/pulumi`. Every module is verified against `go.sum` beside this file.
 * `scratch` is a folder for the module's copy. Returns undefined when it is there, or the reason why not.
 */
export async function buildWithGo({ folder, scratch, progress }) {
  const told = await run("go", ["version"]);
  if (told.code !== 0) return "Go is not installed";
  // Since 1.21 Go fetches the newer toolchain that go.mod asks for by itself.
  if (!isAtLeast(readVersion(told.stdout), [1, 21])) return `${told.stdout.trim()} is too old`;

  mkdirSync(scratch, { recursive: true });
  for (const file of ["go.mod", "go.sum"]) copyFileSync(join(module, file), join(scratch, file));
  const options = { cwd: scratch, env: goEnvironment() };

  progress.begin(`building the Pulumi engine ${engineVersion} with Go, once for all clones; 4 to 6 minutes on two cores`);
  let downloads = 0;
  const listed = await run("go", ["list", "-deps", ...tags, program], {
    ...options,
    onLine: (line) => {
      if (line.startsWith("go: downloading ")) progress.update(`${++downloads} modules fetched`);
    },
  });
  if (listed.code !== 0) return `Go could not fetch its modules: ${lastWords(listed)}`;

  const total = listed.stdout.trim().split("\n").length;
  let compiled = 0;
  const tick = setInterval(() => progress.update(`${compiled} of ${total} packages compiled`), 1000);
  const built = await run(
    "go",
    ["build", "-v", "-buildvcs=false", "-trimpath", ...tags, "-ldflags", stamp, "-o", join(folder, "bin", "pulumi"), program],
    {
      ...options,
      onLine: () => {
        compiled++;
      },
    },
  );
  clearInterval(tick);
  return built.code === 0 ? undefined : `go build failed: ${lastWords(built)}`;
}

/** The user's Go settings, without those that would build for another machine, change the modules or look at other folders. */
function goEnvironment() {
  const { GOOS, GOARCH, ...rest } = process.env;
  return { ...rest, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOWORK: "off" };
}

function lastWords({ stderr, error }) {
  const lines = stderr
    .trim()
    .split("\n")
    .filter((line) => line.includes(":") && !line.startsWith("go: downloading "));
  return error?.message ?? (lines.slice(-3).join(" | ") || "it gave no reason");
}
