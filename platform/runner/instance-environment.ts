import { delimiter, dirname, join } from "node:path";
import { allowedEnvironment } from "./allowed-environment";
import type { BuiltFiles } from "./built-version";
import type { InstanceFolder } from "./instance-folder";

/** Everything an instance finds in its environment: little of the platform's own, and what the caller passes. */
export function instanceEnvironment(files: BuiltFiles, folder: InstanceFolder, passed: Record<string, string>): Record<string, string> {
  return {
    ...allowedEnvironment(),
    ...reachWithoutProxy(passed.ALGORITHMIA_API),
    ...passed,
    ...ofLanguage(files),
    HOME: folder.home,
    TMPDIR: folder.temporary,
    // The environment and the checkout are compiled already, and shared: nothing may be written there.
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONNOUSERSITE: "1",
    PYTHONUTF8: "1",
  };
}

/** Programs that the version requires come first. */
function ofLanguage({ language, environmentDir }: BuiltFiles): Record<string, string> {
  const path = (...folders: string[]) => [...folders, process.env.PATH ?? "/usr/bin:/bin"].join(delimiter);
  if (language === "python3") return { PATH: path(join(environmentDir, "bin")), VIRTUAL_ENV: environmentDir };
  return { PATH: path(join(environmentDir, "node_modules", ".bin"), dirname(process.execPath)) };
}

/** A proxy of this machine cannot reach a platform that listens on the loopback address. */
function reachWithoutProxy(address: string | undefined): Record<string, string> {
  if (address === undefined || !URL.canParse(address)) return {};
  const direct = [process.env.NO_PROXY ?? process.env.no_proxy, new URL(address).hostname].filter(Boolean).join(",");
  return { NO_PROXY: direct, no_proxy: direct };
}
