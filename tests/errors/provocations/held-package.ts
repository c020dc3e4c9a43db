import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A package that whoever installs it waits for until it is released; then it is not there. */
export async function heldPackage(): Promise<{ requirement: string; release(): void }> {
  const server = createServer(() => {});
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    requirement: `held @ http://127.0.0.1:${port}/held-1.0-py3-none-any.whl`,
    release: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
