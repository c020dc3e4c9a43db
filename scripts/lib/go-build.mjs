import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.mjs";
import { isAtLeast, readVersion } from "./version.mjs";

/**
 * Builds a program of a Go module. `module` is a folder with the `go.mod` and `go.sum` that every module is verified against, `output` the
 * program's file, `scratch` a folder for a copy of the module. `flags` are more arguments for `go build`, `title` tells the progress.
 * Returns undefined when it is there, or the reason why not.
 */
export async function goBuild({ module, program, output, scratch, progress, title, tags = [], flags = [] }) {
  const told = await run("go", ["version"]);
  if (told.code !== 0) return "Go is not installed";
  // Since 1.21 Go fetches the newer toolchain that go.mod asks for by itself.
  if (!isAtLeast(readVersion(told.stdout), [1, 21])) return `${told.stdout.trim()} is too old`;

  mkdirSync(scratch, { recursive: true });
  for (const file of ["go.mod", "go.sum"]) copyFileSync(join(module, file), join(scratch, file));
  const options = { cwd: scratch, env: goEnvironment() };

  progress.begin(title);
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
  const built = await run("go", ["build", "-v", "-buildvcs=false", "-trimpath", ...tags, ...flags, "-o", output, program], {
    ...options,
    onLine: () => {
      compiled++;
    },
  });
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
