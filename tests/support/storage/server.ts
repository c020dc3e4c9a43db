import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";

/** A server in a process of its own. */
export interface Server {
  port: number;
  process: ChildProcess;
  /** Everything it has said. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts a server that listens on the port it is given, and waits until it accepts connections. A port that was taken meanwhile is given up for another. */
export async function startServer(command: string, args: (port: number) => string[], env = process.env): Promise<Server> {
  for (let attempts = 3; ; attempts--) {
    const port = await freePort();
    const child = spawn(command, args(port), { stdio: ["ignore", "pipe", "pipe"], env });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        said += chunk.toString();
      });
    }
    const ended = once(child, "exit");
    const up = await Promise.race([accepts(port), ended.then(() => false)]);
    if (up) {
      const stop = async () => {
        child.kill("SIGKILL");
        await ended;
      };
      return { port, process: child, log: () => said, stop };
    }
    if (attempts === 1) throw new Error(`${command} ended: ${said.slice(-2000)}`);
  }
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

async function accepts(port: number): Promise<true> {
  for (;;) {
    const connected = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (connected) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
