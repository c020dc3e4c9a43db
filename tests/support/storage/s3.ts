import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "./server";

/** An S3 server of one's own, with one bucket `models`. */
export interface S3Server {
  endpoint: string;
  port: number;
  accessKeyId: string;
  secretAccessKey: string;
  /** Where the bytes lie: `<folder>/<bucket>/<key>`. */
  folder: string;
  stop(): Promise<void>;
}

/** Starts versitygw, which checks signatures, on a temporary folder. With `versions` its buckets keep versions once they are told to. */
export async function startS3(file: string, { versions = false } = {}): Promise<S3Server> {
  const root = mkdtempSync(join(tmpdir(), "s3-"));
  const folder = join(root, "data");
  for (const name of ["data/models", "versions", "accounts"]) mkdirSync(join(root, name), { recursive: true });
  const accessKeyId = "AKIAIOSFODNN7TESTER";
  const secretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYTESTERKEY";
  const server = await startServer(
    file,
    (port) => [
      ...["--port", `127.0.0.1:${port}`, "--region", "us-east-1", "--quiet", "--iam-dir", join(root, "accounts")],
      ...["posix", ...(versions ? ["--versioning-dir", join(root, "versions")] : []), folder],
    ],
    { PATH: process.env.PATH, ROOT_ACCESS_KEY: accessKeyId, ROOT_SECRET_KEY: secretAccessKey },
  );
  const stop = async () => {
    await server.stop();
    rmSync(root, { recursive: true, force: true });
  };
  return { endpoint: `http://127.0.0.1:${server.port}`, port: server.port, accessKeyId, secretAccessKey, folder, stop };
}
