import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** Where a platform keeps what, under one data folder. */
export interface Folders {
  root: string;
  database: string;
  lock: string;
  /** Where the process that holds the lock can be reached. */
  address: string;
  credentials: string;
  /** What the values of algorithms' secrets are encrypted with. */
  secretsKey: string;
  /** Bytes of hosted files: `<collection id>/<blob>`. */
  files: string;
  /** Bare repositories: `<algorithm id>.git`. */
  repositories: string;
  /** Built versions: `<build id>/`. */
  versions: string;
  /** Build logs: `<build id>.log`. */
  logs: string;
  /** Certificates, when the platform serves HTTPS. */
  tls: string;
  /** Python environments shared by versions with the same requirements. */
  environments: string;
}

/** Creates the folders under `root` that are missing, readable by their owner only. */
export function prepareFolders(root: string): Folders {
  const folders = nameFolders(root);
  mkdirSync(root, { recursive: true, mode: 0o700 });
  for (const folder of [folders.files, folders.repositories, folders.versions, folders.logs, folders.environments]) {
    mkdirSync(folder, { recursive: true });
  }
  return folders;
}

/** Names the folders under `root`, whether they exist or not. */
export function nameFolders(root: string): Folders {
  const at = (name: string) => join(root, name);
  return {
    root,
    database: at("platform.db"),
    lock: at("platform.lock"),
    address: at("platform.address.json"),
    credentials: at("credentials.json"),
    secretsKey: at("secrets.key"),
    files: at("files"),
    repositories: at("repositories"),
    versions: at("versions"),
    logs: at("logs"),
    tls: at("tls"),
    environments: at("environments"),
  };
}
