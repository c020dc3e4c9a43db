import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../lib/cache-folder.mjs";

/** The servers that the tests of data connectors run against. Each has its `go.mod` in the folder of its name. */
export const storageServers = [
  { name: "versitygw", version: "1.8.0", program: "github.com/versity/versitygw/cmd/versitygw", stores: "S3" },
  { name: "fake-gcs-server", version: "1.56.0", program: "github.com/fsouza/fake-gcs-server", stores: "Google Cloud Storage" },
];

/** The user's folder for them. */
export function storageServersFolder(environment = process.env) {
  return cacheFolder("storage-servers", environment);
}

/** Where a server of the list lies when it is there. */
export function fileOf({ name, version }, environment = process.env) {
  return join(storageServersFolder(environment), `${name}-${version}`);
}

/** The file of a server by name; undefined when set-up has not got it. */
export function findStorageServer(name, environment = process.env) {
  const server = storageServers.find((each) => each.name === name);
  if (!server) throw new Error(`there is no storage server ${name}`);
  const file = fileOf(server, environment);
  return existsSync(file) ? file : undefined;
}
