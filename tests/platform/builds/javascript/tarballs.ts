import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Files } from "../workbench";

/** npm packages on a loopback address, so that nothing here needs a registry. */
export class Tarballs {
  private readonly folder = mkdtempSync(join(tmpdir(), "tarballs-"));
  private readonly server = createServer((request, response) => {
    const file = join(this.folder, request.url ?? "");
    if (existsSync(file)) response.end(readFileSync(file));
    else response.writeHead(404).end();
  });

  static async open(): Promise<Tarballs> {
    const tarballs = new Tarballs();
    await new Promise<void>((resolve) => tarballs.server.listen(0, "127.0.0.1", resolve));
    return tarballs;
  }

  /** Packs a package and answers with what package.json requires it by. */
  pack(name: string, files: Files, manifest: Record<string, unknown> = {}): string {
    const content = join(this.folder, `${name}-content`, "package");
    mkdirSync(content, { recursive: true });
    for (const [path, text] of Object.entries({ ...files, "package.json": JSON.stringify({ name, version: "1.0.0", ...manifest }) })) {
      writeFileSync(join(content, path), text);
    }
    execFileSync("tar", ["-czf", join(this.folder, `${name}.tgz`), "-C", join(content, ".."), "package"]);
    return this.address(name);
  }

  /** Where a package is, or would be. */
  address(name: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${name}.tgz`;
  }

  close(): void {
    this.server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
