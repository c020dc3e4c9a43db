import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";

/** Starts versitygw on a folder, with a bucket `models`, and resolves when it accepts connections. */
export async function startS3(file, folder) {
  const data = join(folder, "s3");
  mkdirSync(join(data, "models"), { recursive: true });
  const port = await freePort();
  const keys = { AWS_ACCESS_KEY_ID: "AKIABENCH", AWS_SECRET_ACCESS_KEY: "bench-secret-key" };
  const child = spawn(file, ["--port", `127.0.0.1:${port}`, "--quiet", "posix", data], {
    stdio: "ignore",
    env: { PATH: process.env.PATH, ROOT_ACCESS_KEY: keys.AWS_ACCESS_KEY_ID, ROOT_SECRET_KEY: keys.AWS_SECRET_ACCESS_KEY },
  });
  const ended = once(child, "exit");
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`versitygw ended with ${child.exitCode}`);
    await after(20);
  }
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    endpoint,
    environment: { S3_ENDPOINT: endpoint, ...keys },
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
