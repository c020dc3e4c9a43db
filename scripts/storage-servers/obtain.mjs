import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "../engine/lock.mjs";
import { goBuild } from "../lib/go-build.mjs";
import { onInterrupt } from "../lib/interrupt.mjs";
import { fileOf, storageServers, storageServersFolder } from "./servers.mjs";

/**
 * Builds the storage servers that are not there yet, each once for all clones. One that cannot be had is told, with the reason, and is no
 * failure: the tests that need it are skipped and counted as such.
 */
export async function obtainStorageServers({ progress, environment = process.env, servers = storageServers, build = goBuild }) {
  if (servers.every((server) => existsSync(fileOf(server, environment)))) return;
  const folder = storageServersFolder(environment);
  mkdirSync(folder, { recursive: true });
  await withLock(join(folder, "making.lock"), async () => {
    for (const name of readdirSync(folder)) if (name.startsWith(".making-")) rmSync(join(folder, name), { recursive: true, force: true });
    for (const server of servers) {
      const target = fileOf(server, environment);
      if (existsSync(target)) continue;
      const reason = await make({ server, target, folder, progress, build });
      if (reason !== undefined) {
        progress.line(`${server.name} ${server.version}: ${reason}. The tests of connectors to ${server.stores} are skipped.`);
      }
    }
  });
}

/** Made beside and moved there when it is whole, so that nobody ever starts half of it. */
async function make({ server: { name, version, program, stores }, target, folder, progress, build }) {
  const work = mkdtempSync(join(folder, ".making-"));
  const discard = () => rmSync(work, { recursive: true, force: true });
  const forget = onInterrupt(discard);
  try {
    const output = join(work, name);
    const reason = await build({
      module: fileURLToPath(new URL(`./${name}/`, import.meta.url)),
      program,
      output,
      scratch: join(work, "module"),
      progress,
      title: `building ${name} ${version} with Go, once for all clones, for the tests of ${stores}; a minute on two cores`,
      flags: ["-ldflags", "-s -w"],
    });
    if (reason !== undefined) return reason;
    renameSync(output, target);
    progress.end(`${name} ${version} built with Go`);
  } finally {
    forget();
    discard();
  }
}
